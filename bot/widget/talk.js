/**
 * One conversation: the calls of docs/doeren.md, what is on its way, what came back.
 *
 * A message is drawn when sent, and comes back numbered. The acknowledgement tells whose number
 * it is; while one is awaited what comes back waits too, so that nothing is drawn twice.
 */

export class Session {
  constructor(kommune) {
    this.key = `borger-chat.${kommune}`;
    this.data = this.#attempt(() => JSON.parse(sessionStorage.getItem(this.key))) ?? {};
  }

  get begun() {
    return this.data.token || this.data.outbox?.length;
  }

  save(changes) {
    Object.assign(this.data, changes);
    if (this.begun) this.#attempt(() => sessionStorage.setItem(this.key, JSON.stringify(this.data)));
  }

  forget() {
    this.data = { lang: this.data.lang };
    this.#attempt(() => sessionStorage.removeItem(this.key));
  }

  /** A page may forbid storage. */
  #attempt(deed) {
    try {
      return deed();
    } catch {
      return null;
    }
  }
}

export class Api {
  constructor(base, session) {
    Object.assign(this, { base, session });
  }

  async json(method, path, body, signal, patience = 15) {
    const response = await this.call(method, path, {
      signal: AbortSignal.any([AbortSignal.timeout(patience * 1000), signal].filter(Boolean)),
      ...(body && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
    });
    return response.status === 204 ? null : response.json();
  }

  /** Without a `status` in its error no answer came. */
  async call(method, path, { headers, ...rest }) {
    const { token } = this.session.data;
    const response = await fetch(this.base + path, {
      method, ...rest, credentials: "omit", cache: "no-store", headers: { ...headers, ...(token && { Authorization: `Bearer ${token}` }) },
    });
    if (response.ok) return response;
    const { error } = await response.json().catch(() => ({}));
    throw Object.assign(new Error(), { status: response.status, after: response.headers.get("Retry-After"), ...error });
  }
}

function pause(tries, least) {
  const signal = AbortSignal.timeout(Math.max(least * 1000 || 0, Math.min(500 * 2 ** tries, 15_000)));
  return new Promise((resolve) => {
    signal.onabort = resolve;
    addEventListener("online", resolve, { once: true, signal });
  });
}

/** What the server has not numbered yet; sent again under the same client id. */
class Outbox {
  constructor(talk) {
    this.talk = talk;
  }

  get items() {
    return this.talk.session.data.outbox ?? [];
  }

  async pump() {
    if (this.busy) return;
    this.busy = true;
    for (let tries = 0; this.items.length; ) {
      const error = await this.#attempt(this.items[0]);
      tries = error ? tries + 1 : 0;
      if (error) await pause(tries, error.after);
    }
    this.busy = false;
  }

  /** Gives the error when it must be tried again. */
  async #attempt(item) {
    const { talk } = this;
    this.inFlight = true;
    try {
      const { seq } = await talk.send(item);
      if (this.#done(item)) talk.acknowledged(item, seq);
      talk.trouble("out");
    } catch (error) {
      const { status } = error;
      if (status === 401) talk.expired();
      else if (status < 500 && status !== 429) return this.#done(item) && talk.on.refused(item, error);
      else talk.trouble("out", error);
      return error;
    } finally {
      this.inFlight = false;
      talk.tried?.();
      talk.catchUp();
    }
  }

  /** Whether it was still wanted: all may be deleted meanwhile. */
  #done(item) {
    const { items } = this;
    this.talk.session.save({ outbox: items.filter((other) => other !== item) });
    return items.includes(item);
  }
}

function eventReader(emit) {
  let buffer = "", event, data = "";
  return (text) => {
    const lines = (buffer + text).split(/\r\n|\n|\r(?!$)/); // the last \r may be half of \r\n
    buffer = lines.pop();
    for (const line of lines) {
      const [, field, value] = /^(\w*):? ?(.*)/.exec(line);
      if (field === "event") event = value;
      if (field === "data") data += value;
      if (line) continue;
      if (data) emit(event, JSON.parse(data));
      data = "";
    }
  };
}

/** By fetch, since EventSource sends no token; by long-poll where a proxy holds a stream back. */
class Stream {
  constructor(talk, after) {
    Object.assign(this, { talk, after });
  }

  stop() {
    this.stopped = true;
    this.abort.abort();
  }

  async run() {
    for (let failures = 0; !this.stopped; ) {
      this.abort = new AbortController();
      const error = await (this.polling ? this.#poll() : this.#listen()).catch((error) => error);
      if (this.stopped) return;
      if (error?.status === 401) return this.talk.expired();
      failures = error ? failures + 1 : 0;
      if (failures > 1) {
        this.talk.trouble("in", error);
        this.polling = !this.polling;
      }
      await pause(failures, error?.after);
    }
  }

  async #listen() {
    const { after, abort: { signal } } = this;
    const headers = { Accept: "text/event-stream", ...(after && { "Last-Event-ID": after }) };
    const response = await this.talk.api.call("GET", `events?after=${after}`, { signal, headers });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const read = eventReader((event, data) => (event === "state" ? this.talk.become(data) : this.#hear(data)));
    for (let heard = false; ; heard = true) {
      // Servers ping each 15 s; a stream that never made a sound is held back.
      const timer = setTimeout(() => {
        this.polling = !heard;
        this.abort.abort();
      }, heard ? 45_000 : 20_000);
      const { value, done } = await reader.read().finally(() => clearTimeout(timer));
      if (done && heard) return;
      if (done) throw new Error("empty");
      this.talk.trouble("in");
      read(value);
    }
  }

  async #poll() {
    const { messages, ...state } = await this.talk.api.json("GET", `messages?after=${this.after}&wait=25`, null, this.abort.signal, 40);
    this.talk.trouble("in");
    messages.forEach((message) => this.#hear(message));
    this.talk.become(state);
  }

  #hear(message) {
    if (message.seq <= this.after) return;
    this.after = message.seq;
    this.talk.waiting.push(message);
    this.talk.catchUp();
  }
}

export class Conversation {
  messages = new Map();
  waiting = [];
  troubles = {};
  state = { state: "bot" };
  outbox = new Outbox(this);

  constructor(api, session, kommune, on) {
    Object.assign(this, { api, session, kommune, on });
  }

  /** First what was not acknowledged, so that it can be told from what was. */
  async resume() {
    const { session, outbox } = this;
    this.resuming = session.data.token;
    if (outbox.items.length) await new Promise((resolve) => {
      this.tried = resolve;
      outbox.pump();
    });
    const after = session.data.token && (await this.#recall());
    this.resuming = null;
    if (session.data.token) this.#listen(after);
  }

  async #recall() {
    try {
      const { messages, ...state } = await this.api.json("GET", "messages?after=0&wait=0");
      this.waiting.push(...messages);
      this.catchUp(this.on.recalled);
      this.become(state);
      return messages.at(-1)?.seq ?? 0;
    } catch (error) {
      if (error.status === 401) this.expired();
      return 0;
    }
  }

  say(said) {
    const item = { client_id: uniqueId(), ...said };
    this.session.save({ outbox: [...this.outbox.items, item] });
    this.outbox.pump();
    return item;
  }

  async begin() {
    await (this.beginning ??= this.#open().finally(() => (this.beginning = null)));
    this.#listen(0);
  }

  async #open() {
    const { session, kommune } = this;
    const { data } = session;
    if (data.token) return;
    const { token } = await this.api.json("POST", "conversations", { municipality: kommune });
    if (data !== session.data) throw new Error("deleted");
    session.save({ token, open: true });
  }

  async remove() {
    if (this.session.data.token) await this.api.json("DELETE", "conversations/current").catch((error) => {
      if (error.status !== 401) throw error;
    });
    this.#end();
  }

  async send({ client_id, text, option }) {
    await this.begin();
    return this.api.json("POST", "messages", { client_id, text, option });
  }

  #listen(after) {
    if (this.stream || this.resuming) return;
    this.stream = new Stream(this, after);
    this.stream.run();
  }

  become(state) {
    this.state = state;
    this.on.state(state);
  }

  trouble(way, error) {
    this.troubles[way] = error;
    this.on.trouble(this.troubles.out ?? this.troubles.in);
  }

  #end() {
    this.stream?.stop();
    this.stream = null;
    this.waiting = [];
    this.messages.clear();
    this.session.forget();
    this.troubles = {};
    this.trouble();
    this.become({ state: "bot" });
  }

  /** Options belonged to the old conversation, so they go on as words. */
  expired() {
    if (!this.session.data.token) return;
    const outbox = this.outbox.items.map(({ client_id, text, title }) => ({ client_id, text: text ?? title }));
    this.#end();
    this.session.save({ outbox });
    this.on.expired();
  }

  acknowledged(item, seq) {
    this.waiting = this.waiting.filter((message) => message.seq !== seq);
    this.on.acknowledged(item, seq, this.messages.has(seq));
    this.messages.set(seq, { seq, author: "citizen", text: item.text ?? item.title });
  }

  catchUp(tell = (messages) => messages.forEach(this.on.message)) {
    const { messages, outbox, waiting } = this;
    if (outbox.inFlight) return;
    // Its answer got lost: it will be acknowledged when sent again.
    const isOnItsWay = ({ author, text }) => author === "citizen" && outbox.items.some((item) => (item.text ?? item.title) === text);
    const ready = waiting.filter((message) => !isOnItsWay(message) && !messages.has(message.seq));
    this.waiting = waiting.filter(isOnItsWay);
    ready.forEach((message) => messages.set(message.seq, message));
    tell(ready);
  }
}

/** `randomUUID` is only there on https and localhost. */
export function uniqueId() {
  return crypto.randomUUID?.() ?? crypto.getRandomValues(new Uint32Array(4)).join("-");
}
