/**
 * All that is seen: the window, the log that a screen reader follows, the card, where one writes, the panels.
 *
 * The log only adds, so each message is read once: the citizen's own not at all, an urgent one at once.
 */

import { mask } from "./masking.js";
import { CSS } from "./style.js";
import { Api, Conversation, Session, uniqueId } from "./talk.js";
import { textsFor } from "./texts.js";

const MOST = 2000;
const SMALL = matchMedia("(max-width: 480px)");

export class Chat {
  /** `loader` is the element in the page. */
  constructor(loader) {
    this.loader = loader;
    this.session = new Session(loader.kommune);
    this.api = new Api(loader.api, this.session);
    this.conversation = new Conversation(this.api, this.session, loader.kommune, {
      message: (message) => this.#receive(message),
      recalled: (messages) => this.log.redraw(messages, []),
      acknowledged: (...what) => this.log.acknowledge(...what),
      refused: (item, error) => this.#refused(item, error),
      state: (state) => this.dialog && this.#tell(state),
      trouble: (error) => this.#trouble(error),
      expired: () => (this.log.seal(), this.log.note(this.t.expired)),
    });
    loader.shadowRoot.adoptedStyleSheets.push(sheetOf(CSS));
    this.#build();
    SMALL.onchange = () => this.dialog.open && this.#stand();
    visualViewport.onresize = () => this.#fit();
    addEventListener("offline", () => this.session.begun && this.#trouble({}));
  }

  open(focus) {
    this.loader.button.hidden = true;
    this.unread = 0;
    this.session.save({ open: true });
    this.#stand();
    if (focus) this.write.field.focus();
    this.arrived ??= this.#arrive();
  }

  close() {
    this.dialog.close();
    this.session.save({ open: false });
    this.loader.button.hidden = false;
    this.loader.tell(0, this.session.begun);
    this.loader.button.focus();
  }

  async #arrive() {
    this.log.redraw([], this.conversation.outbox.items);
    if (this.session.begun) this.conversation.resume();
    await this.ask().catch(() => {});
    this.#name();
  }

  async ask() {
    return (this.municipality = await this.api.json("GET", `municipalities/${this.loader.kommune}`));
  }

  #name() {
    this.t = textsFor(this.loader.lang, this.municipality?.texts);
    this.title.textContent = this.municipality?.name ?? this.t.log;
    this.log.greeting.textContent = this.t.greeting;
    const address = this.municipality?.privacy_notice;
    if (address) this.notice.after(webLink(address, this.t.privacy));
    this.#tell(this.conversation.state);
  }

  #build() {
    const { lang } = this.loader;
    const t = this.t = textsFor(lang, this.municipality?.texts);
    this.session.save({ lang });
    this.log = new Log(t, { choose: (option) => this.#choose(option), rate: () => this.#rate(), announce: (words) => this.#announce(words) });
    this.write = composer(t, (text) => this.#say(text));
    this.status = el("p", { class: "unseen", role: "status" });
    this.banner = el("p", { class: "banner", role: "status" });
    this.typing = el("div", { class: "typing", hidden: "", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
    this.notice = el("p", {}, t.notice);
    this.talk = el("div", { class: "talk" }, this.log.element, this.typing, this.banner, this.write.element);
    this.dialog = el("dialog", { class: "window", "aria-labelledby": "title", lang, onkeydown: (event) => this.#key(event) },
      this.#header(t), el("div", { class: "notice" }, this.notice, button(t.human, () => this.#turn(humanPanel(this)), "human", "person")),
      this.talk, this.status);
    this.loader.shadowRoot.append(this.dialog);
    this.#name();
  }

  #header(t) {
    this.title = el("h2", { id: "title" });
    this.grow = symbolButton(t.grow, () => this.#resize(), "grow", { class: "round grow" });
    this.menuButton = symbolButton(t.menu, () => this.#menu(this.menu.hidden), "menu", { "aria-expanded": "false", "aria-controls": "menu" });
    const choices = [[t.other, () => this.#speak()], [t.rate, () => this.#rate()], [t.remove, () => this.#remove()]];
    this.menu = el("ul", { id: "menu", hidden: "" }, choices.map(([words, deed]) => el("li", {}, button(words, () => (this.#menu(false), deed())))));
    this.menu.querySelector("button").lang = t.lang === "da" ? "en" : "da";
    return el("div", { class: "top" }, icon("bot"), el("div", { class: "titles" }, this.title, el("p", {}, t.tagline)),
      this.menuButton, this.menu, this.grow, symbolButton(t.close, () => this.close(), "close"));
  }

  #say(written) {
    const { text, kinds } = mask(written);
    if (text.length > MOST) return false;
    this.log.pending(this.conversation.say({ text }));
    if (kinds.length) this.log.note(this.t.masked(kinds.map((kind) => this.t.kinds[kind]).join(this.t.and)));
    return true;
  }

  /** With the focus: the next buttons come right after it. */
  #choose({ id, title }) {
    this.log.pending(this.conversation.say({ option: id, title })).focus();
  }

  #refused(item, { message }) {
    this.log.acknowledge(item, 0, true);
    this.log.note((this.t.lang === "da" && message) || this.t.failed);
    if (!this.write.field.value) this.write.write(item.text ?? "");
  }

  #receive(message) {
    const { handover, author } = message;
    this.log.add(message);
    if (handover && handover.receipt === this.page?.receipt) this.page.state.textContent = this.t.states[handover.state];
    else if (this.page) this.#announce(this.t.fresh);
    if (author === "citizen" || this.dialog.open) return;
    this.unread += 1;
    this.loader.tell(this.unread, true);
  }

  #tell({ state, typing }) {
    const { t } = this;
    const words = { waiting: t.waiting, person: t.person }[state] ?? t.notice;
    if (this.notice.textContent !== words) this.#announce(this.notice.textContent = words);
    if (this.typing.hidden === !typing) return;
    this.typing.hidden = !typing;
    this.#announce(typing ? t.typing : "");
  }

  #trouble(error) {
    const { t } = this;
    const words = !error ? "" : error.status ? t.down : t.offline;
    if (this.banner.textContent !== words) this.banner.textContent = words;
  }

  #announce(words) {
    this.status.textContent = words;
  }

  #rate() {
    this.#turn(ratePanel(this, () => (this.back(), this.log.note(this.t.rated))));
  }

  #remove() {
    this.#turn(removePanel(this, () => {
      this.#again();
      this.log.note(this.t.removed);
      this.write.field.focus();
    }));
  }

  #turn(page) {
    this.page?.element.remove();
    this.page = page;
    this.talk.hidden = true;
    this.talk.after(page.element);
    page.heading.focus();
  }

  back = () => {
    this.page.element.remove();
    this.page = null;
    this.talk.hidden = false;
    this.log.element.scrollTop = this.log.element.scrollHeight;
    this.write.field.focus();
  };

  #speak() {
    this.loader.lang = this.t.lang === "da" ? "en" : "da";
    const draft = this.write.field.value;
    this.#again();
    this.write.write(draft);
    this.menuButton.focus();
  }

  #again() {
    this.dialog.remove();
    this.page = null;
    this.#build();
    this.log.redraw([...this.conversation.messages.values()], this.conversation.outbox.items);
    this.#stand();
  }

  #menu(open) {
    this.menu.hidden = !open;
    this.menu.children[1].hidden = !this.session.data.token; // nothing to rate yet
    this.menuButton.ariaExpanded = open;
    (open ? this.menu.querySelector("button") : this.menuButton).focus();
  }

  #key(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    this.menu.hidden ? this.close() : this.#menu(false);
  }

  #resize() {
    this.large = !this.large;
    this.grow.ariaLabel = this.grow.title = this.large ? this.t.shrink : this.t.grow;
    this.#stand();
  }

  /** Beside the page, or over it: then the page is out of reach for the keyboard too. */
  #stand() {
    const over = SMALL.matches || this.large;
    const { activeElement } = this.loader.shadowRoot;
    this.dialog.close();
    over ? this.dialog.showModal() : this.dialog.show();
    this.dialog.classList.toggle("over", !!over);
    this.#fit();
    activeElement?.focus();
  }

  /** A phone's keyboard takes its room from what is seen, not from the page. */
  #fit() {
    this.dialog.style.setProperty("--seen", `${visualViewport.height}px`);
  }
}

function composer(t, submit) {
  const counter = el("p", { id: "counter", class: "counter" });
  const told = el("p", { class: "unseen", role: "status" });
  const field = el("textarea", { id: "write", rows: "1", "aria-describedby": "counter", autocomplete: "off", oninput: count, onkeydown: key });
  const element = el("form", { class: "composer", onsubmit: (event) => (event.preventDefault(), send()) },
    el("label", { for: "write" }, t.write),
    el("div", { class: "row" }, field, button(t.send, null, "primary send", "send", { type: "submit" })), counter, told);
  let stage = 0;

  function key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  }

  function send() {
    const text = field.value.trim();
    if (text && text.length <= MOST && submit(text)) write("");
    else if (text.length > MOST) told.textContent = `${counter.textContent} `; // said again
    field.focus();
  }

  function write(text) {
    field.value = text;
    count();
  }

  /** Seen at every stroke; told when the limit comes near and when it is passed. */
  function count() {
    const { length } = field.value.trim();
    counter.textContent = length > MOST ? t.tooLong(length - MOST) : length < 1800 ? "" : t.counter(length);
    field.ariaInvalid = length > MOST || null;
    const now = (length > 1799) + (length > MOST);
    if (now !== stage) told.textContent = counter.textContent;
    stage = now;
  }

  return { element, field, write };
}

function panel({ t, back }, title, ...content) {
  const heading = el("h2", { id: "panel", tabindex: "-1" }, title);
  return { heading, element: el("section", { class: "panel", "aria-labelledby": "panel" }, button(t.back, back, "quiet"), heading, content) };
}

function field(id, label, hint, props, tag = "input") {
  const ticked = ["checkbox", "radio"].includes(props?.type);
  const input = el(tag, { id, "aria-describedby": `${id}-fault`, ...props });
  const fault = el("p", { id: `${id}-fault`, class: "fault" });
  const words = el("label", { for: id }, label, hint && el("span", { class: "fine" }, hint));
  return { input, fault, element: el("div", { class: ticked ? "tick" : "field" }, ticked ? [input, words, fault] : [words, fault, input]) };
}

function form(submit, label, ...content) {
  return el("form", { noValidate: "", onsubmit: (event) => (event.preventDefault(), submit()) }, content, button(label, null, "primary", "", { type: "submit" }));
}

function blame({ input, fault }, words) {
  fault.textContent = words || "";
  input.ariaInvalid = words ? "true" : null;
  if (words) input.focus();
}

function humanPanel(chat) {
  const { t, api, conversation } = chat;
  const contact = el("div", { class: "contact" });
  const fields = {
    name: field("name", t.name, "", { autocomplete: "name", required: "" }),
    reach: field("reach", t.contact, "", { required: "" }),
    best: field("best", t.best, t.skip, { maxlength: 200 }),
    summary: field("summary", t.summary, "", { rows: 5 }, "textarea"),
    consent: field("consent", t.consent, "", { type: "checkbox", required: "" }),
  };
  const { name, reach, best, summary, consent } = fields;
  const fault = el("p", { class: "fault", role: "alert" });
  const client_id = uniqueId(); // however often it has to be sent
  const page = panel(chat, t.human, contact, el("h3", {}, t.leave), caution(t),
    form(() => complete() && send().catch(refuse), t.send, Object.values(fields).map(({ element }) => element), fault));
  chat.ask().then(({ office, hours }) => place(office, hours, t), () => t.failed).then((found) => contact.append(found));
  if (conversation.messages.size) api.json("GET", "summary").then((found) => (summary.input.value ||= found.summary), () => {});
  return page;

  function complete() {
    blame(consent, !consent.input.checked && t.missing);
    [reach, name].forEach((one) => blame(one, !one.input.value.trim() && t.missing));
    return !Object.values(fields).some((one) => one.fault.textContent);
  }

  /** A phone number is asked for on purpose; a CPR number never is. */
  async function send() {
    fault.textContent = "";
    await conversation.begin();
    const said = (one, kinds) => mask(one.input.value.trim(), kinds).text;
    const given = await api.json("POST", "handovers", {
      client_id, name: said(name, ["cpr"]), reach: said(reach, ["cpr"]), best_time: said(best, ["cpr"]), summary: said(summary), consent: true,
    });
    receipt(given);
  }

  function refuse({ code, message }) {
    const words = (t.lang === "da" && code && message) || t.failed;
    fields[code] ? blame(fields[code], words) : (fault.textContent = words);
  }

  function receipt({ receipt: number, state }) {
    page.heading.textContent = t.given;
    page.receipt = number;
    page.state = el("p", { class: "receipt", role: "status" }, t.states[state]);
    page.element.replaceChildren(page.heading, el("h3", {}, `${t.receipt}: ${number}`), page.state, caution(t),
      button(t.back, chat.back, "primary"));
    page.heading.focus();
  }
}

function removePanel(chat, removed) {
  const { t, conversation } = chat;
  const fault = el("p", { class: "fault", role: "alert" });
  const remove = () => conversation.remove().then(removed, () => (fault.textContent = t.failed));
  return panel(chat, `${t.remove}?`, el("p", {}, t.removeLead), fault, button(t.remove, remove, "danger"));
}

function ratePanel(chat, rated) {
  const { t, api } = chat;
  const choices = Object.entries(t.answers).map(([value, words]) => field(value, words, "", { type: "radio", name: "helped", value }));
  const comment = field("comment", t.comment, t.skip, { rows: 4, maxlength: 2000 }, "textarea");
  const fault = el("p", { class: "fault", role: "alert" });
  return panel(chat, t.rateAsk, form(send, t.send,
    el("fieldset", { "aria-labelledby": "panel" }, choices.map(({ element }) => element)), comment.element, fault));

  function send() {
    const helped = choices.find(({ input }) => input.checked)?.input.value;
    if (!helped) return blame(choices[0], t.missing);
    return api.json("POST", "rating", { helped, comment: mask(comment.input.value.trim()).text }).then(rated, () => (fault.textContent = t.failed));
  }
}

function el(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (key.startsWith("on")) node[key] = value;
    else if (value !== undefined && value !== null) node.setAttribute(key, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child));
  return node;
}

const PATHS = {
  bot: "M12 2v4M5 6h14v11H5zM9 10v2M15 10v2M2 10v4M22 10v4M8 21h8",
  person: "M8 8a4 4 0 1 0 8 0 4 4 0 0 0-8 0zM4 21c0-9 16-9 16 0",
  menu: "M4 6h16M4 12h16M4 18h16",
  grow: "M14 4h6v6M10 20H4v-6M20 4L4 20",
  close: "M5 5l14 14M19 5L5 19",
  send: "M4 4l17 8-17 8 3-8zM7 12h8",
  phone: "M6 3h4l2 5-3 2c1 2 3 4 5 5l2-3 5 2v4c0 2-1 3-3 3C10 21 3 14 3 6c0-2 1-3 3-3z",
  alert: "M12 3L2 20h20zM12 10v4M12 17v0",
};

function icon(name) {
  const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  path.setAttribute("d", PATHS[name]);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.ariaHidden = "true";
  svg.append(path);
  return svg;
}

function button(label, onclick, look, symbol, props) {
  return el("button", { type: "button", class: look, onclick, ...props }, symbol && icon(symbol), el("span", {}, label));
}

function symbolButton(label, onclick, symbol, props) {
  return el("button", { type: "button", class: "round", onclick, "aria-label": label, title: label, ...props }, icon(symbol));
}

function telLink(phone, name) {
  return el("a", { href: `tel:${phone.replace(/[^\d+]/g, "")}`, class: "tel" }, icon("phone"), el("span", {}, name && `${name}: `, phone));
}

/** Leads to a web page and nowhere else. */
function webLink(address, words) {
  const bare = address.replace(/^https?:\/\//, "");
  return el("a", { href: `https://${bare}`, target: "_blank", rel: "noopener" }, words ?? bare);
}

function sheetOf(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

/** The whole answer in words: it stands in the card, not before it. */
function isLong(text) {
  return text.length > 240;
}

function outcomeCard({ outcome, text }, t, announce) {
  const { title, place: where, why, deadline, hours, bring, basis } = outcome;
  const card = el("section", { class: "card", "aria-label": t.where },
    el("p", { class: "kicker" }, t.where),
    el("h3", { lang: "da" }, title),
    deadline && limit(deadline, t),
    why && part(t.why, el("p", { lang: "da" }, why)),
    where && part(t.reach, place(where, hours, t)),
    bring?.length && part(t.bring, el("ul", { lang: "da" }, bring.map((thing) => el("li", {}, thing)))),
    basis?.length && el("p", { class: "fine", lang: "da" }, `${t.rules}: ${basis.join("; ")}`),
    caution(t),
    isLong(text) && el("details", {}, el("summary", {}, t.whole), el("p", { class: "words", lang: "da" }, text)));
  card.append(tools(card, text, t, announce));
  return card;
}

function part(heading, content) {
  return el("div", {}, el("h4", {}, heading), content);
}

function limit({ text, days_left: days }, t) {
  const known = days != null;
  return el("div", { class: known && days <= 7 ? "limit near" : "limit" },
    el("h4", {}, t.deadline), known && el("p", { class: "days" }, t.days(days)), el("p", { lang: "da" }, text));
}

function place({ name, phone, phone_note: note, web, mail, address }, hours, t) {
  const now = hours && t.hours[hours.open_now];
  return el("div", { class: "place", lang: "da" },
    name && el("p", {}, el("b", {}, name)),
    phone && el("p", {}, telLink(phone)),
    hours && el("p", { class: "hours" }, now && el("b", { class: `now ${hours.open_now}`, lang: t.lang }, now), now && ". ", hours.text),
    note && el("p", { class: "fine" }, note),
    mail && el("p", {}, el("a", { href: `mailto:${mail}` }, mail)),
    web && el("p", {}, webLink(web)),
    address && el("p", {}, address));
}

function caution(t) {
  return el("p", { class: "caution" }, icon("alert"), el("span", {}, t.caution));
}

function tools(card, text, t, announce) {
  const words = () => [...card.children].slice(0, -1).filter(({ tagName }) => tagName !== "DETAILS").map((part) => part.innerText).join("\n\n") + `\n\n${text}\n`;
  const copy = button(t.copy, () => navigator.clipboard.writeText(words()).then(() => announce(copy.lastChild.textContent = t.copied), () => announce(t.failed)), "tool");
  return el("div", { class: "tools" }, copy,
    button(t.print, () => printAlone(card), "tool"), button(t.save, () => download(words(), `${t.where}.txt`), "tool"));
}

function download(words, name) {
  el("a", { href: URL.createObjectURL(new Blob([words])), download: name }).click();
}

/** A copy at the end of the page, and the rest hidden: an iframe would print the whole page on iOS. */
function printAlone(card) {
  const holder = el("borger-print");
  const copy = card.cloneNode(true);
  copy.querySelector("details")?.setAttribute("open", "");
  holder.attachShadow({ mode: "open" }).append(copy);
  holder.shadowRoot.adoptedStyleSheets = card.getRootNode().adoptedStyleSheets;
  const page = sheetOf("@media print { body > :not(borger-print) { display: none !important } } @media screen { borger-print { display: none } }");
  document.body.append(holder);
  document.adoptedStyleSheets.push(page);
  onafterprint = () => {
    holder.remove();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== page);
  };
  print();
}

class Log {
  constructor(t, on) {
    Object.assign(this, { t, on });
    this.greeting = el("p", { class: "bubble" }, t.greeting);
    this.element = el("div", { class: "log", role: "log", tabindex: "0", "aria-label": t.log },
      el("div", { class: "message bot" }, this.#author("bot"), this.greeting));
  }

  /** Without a word: the citizen knows it already. */
  redraw(messages, pending) {
    this.element.ariaLive = "off";
    messages.forEach((message) => this.add(message, true));
    pending.forEach((item) => this.pending(item));
    setTimeout(() => (this.element.ariaLive = null), 100);
  }

  add(message, old) {
    const { author, question, urgent: danger, text } = message;
    if (author === "citizen" || question) this.closeQuestion();
    const node = author === "citizen" ? this.#citizen(text) : el("div", { class: `message ${author}` }, this.#author(author), this.#parts(message));
    if (danger && !old) node.role = "alert";
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    this.#place(node, message.seq);
    if (scrollHeight - scrollTop - clientHeight < 160) show(node);
  }

  pending(item) {
    this.closeQuestion();
    const node = this.#citizen(item.text ?? item.title);
    node.id = item.client_id;
    node.append(el("p", { class: "fine" }, this.t.sending));
    this.#place(node, Infinity);
    show(node);
    return node;
  }

  acknowledge({ client_id: id }, seq, known) {
    const node = this.element.querySelector(`[id="${id}"]`);
    if (known) return node.remove();
    node.lastChild.remove();
    const overtaken = node.previousElementSibling.seq > seq;
    node.seq = seq;
    if (overtaken) this.#place(node, seq);
  }

  note(text) {
    const node = el("p", { class: "note" }, text);
    this.#place(node, Infinity);
    show(node);
    node.seq = 0;
  }

  seal() {
    this.closeQuestion();
    for (const node of this.element.children) if (node.seq < Infinity) node.seq = 0;
  }

  closeQuestion() {
    this.element.querySelector(".options")?.remove();
  }

  #parts(message) {
    const { t, on } = this;
    const { text, urgent: danger, outcome, handover, question } = message;
    return [
      danger ? urgent(danger, text, t) : text && !(outcome && isLong(text)) && el("p", { class: "bubble", lang: "da" }, text),
      outcome && [outcomeCard(message, t, on.announce), button(t.rateAsk, on.rate, "quiet")],
      handover && el("p", { class: `receipt ${handover.state}` }, `${t.receipt}: ${handover.receipt}. ${t.states[handover.state]}`),
      question?.options?.length && el("div", { class: "options", role: "group", "aria-label": t.options },
        question.options.map((option) => button(option.title, ({ currentTarget }) => currentTarget.isConnected && on.choose(option), "option", "", { lang: "da" }))),
    ];
  }

  #author(author) {
    return el("p", { class: "author" }, PATHS[author] && icon(author), this.t.authors[author]);
  }

  #citizen(text) {
    return el("div", { class: "message citizen", tabindex: "-1", "aria-live": "off" },
      el("p", { class: "unseen" }, this.t.authors.citizen), el("p", { class: "bubble" }, text));
  }

  #place(node, seq) {
    node.seq = seq;
    [...this.element.children].findLast((other) => other !== node && !(other.seq > seq)).after(node);
  }
}

function show(node) {
  node.scrollIntoView({ block: node.offsetHeight > node.parentElement.clientHeight ? "start" : "nearest" });
}

function urgent({ numbers = [] }, text, t) {
  return el("div", { class: "urgent" }, el("p", { class: "urgent-title" }, icon("alert"), t.urgent),
    el("ul", {}, numbers.map(({ name, phone }) => el("li", {}, telLink(phone, name)))), el("p", { class: "words", lang: "da" }, text));
}
