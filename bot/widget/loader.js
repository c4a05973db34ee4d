/** The one script a page includes: a button, and nothing else until the citizen opens it. See README.md. */
(() => {
  // By pin.py, for a page that pins this file.
  const PINS = {
    "chat.js": "sha256-Nho8EScZMQe1WcE8ooQXhfQ4GLscHn1IPd7nWhZvYF0=",
    "masking.js": "sha256-7rAFOGEX3EIMr+noYAF4n4gXvA6KABeqTleMqYbCKuE=",
    "style.js": "sha256-EyB1S6V4KOMlAENiauUIKLK+qaSQO0/jSb+Geq02sfQ=",
    "talk.js": "sha256-Ftwj0gN7qNfkSbxBpdrmT5BduYisc6maoGsGJpRBKME=",
    "texts.js": "sha256-n9T5je1zZryVs+NxQxEjQt0h4OnmcdxI+vvGJtVXpGU=",
  };
  const WORDS = {
    da: ["Spørg robotten", "Fortsæt samtalen", "ny", "Chatten kan ikke åbne. Brug den almindelige side."],
    en: ["Ask the robot", "Continue the chat", "new", "The chat cannot open. Use the plain page."],
  };
  // Never below 16 px: some pages set theirs to 10.
  const CSS = `
    :host { all: initial; --primary: var(--borger-primary, #0059b3); --on: var(--borger-on-primary, #fff); --radius: var(--borger-radius, 4px);
      --font: var(--borger-font, "IBM Plex Sans", "Segoe UI", Arial, sans-serif); --gap: var(--borger-offset, 1rem); }
    .launcher { position: fixed; z-index: 2147483000; right: var(--gap); bottom: var(--gap); display: flex; align-items: center; gap: .6em;
      min-height: 3.25em; padding: 0 1.25em; cursor: pointer; font: 600 max(16px, 1rem)/1.3 var(--font); color: var(--on); background: var(--primary);
      border: 2px solid; border-radius: var(--radius); box-shadow: 0 2px 12px #0005; }
    .launcher:hover { background: var(--borger-primary-dark, #004993); }
    :focus-visible { outline: 4px solid var(--borger-focus, #1a1a1a); outline-offset: 2px; }
    svg { width: 1.5em; height: 1.5em; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
    [hidden] { display: none !important; }
    @media print { .launcher { display: none; } }`;

  const script = document.currentScript;
  const home = new URL(".", script.src);

  function pin([name, integrity]) {
    const link = document.createElement("link");
    document.head.append(Object.assign(link, { rel: "modulepreload", crossOrigin: "anonymous", integrity, href: new URL(name, home) }));
  }

  function begun(kommune) {
    try {
      return JSON.parse(sessionStorage.getItem(`borger-chat.${kommune}`));
    } catch {
      return null;
    }
  }

  class BorgerChat extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      const { kommune, api = "../api/v1/", lang = document.documentElement.lang, label } = { ...script.dataset, ...this.dataset };
      const before = begun(kommune);
      Object.assign(this, { kommune, own: label, api: new URL(api, home).href });
      this.lang = before?.lang ?? (lang.startsWith("en") ? "en" : "da");
      this.draw();
      this.tell(0, before);
      // On a phone it would cover the page just chosen.
      if (before?.open && !matchMedia("(max-width: 480px)").matches) this.open();
    }

    draw() {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(CSS);
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
      this.button = document.createElement("button");
      this.button.className = "launcher";
      this.button.onclick = () => this.open(true);
      const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      svg.setAttribute("viewBox", "0 0 24 24");
      svg.setAttribute("aria-hidden", "true");
      path.setAttribute("d", "M3 4h18v12H10l-5 4v-4H3zM8 10h.1M12 10h.1M16 10h.1");
      svg.append(path);
      this.words = document.createElement("span");
      this.button.append(svg, this.words);
      this.shadowRoot.append(this.button);
    }

    tell(unread, begun) {
      const [start, resume, fresh] = WORDS[this.lang];
      this.words.textContent = (begun ? resume : this.own ?? start) + (unread ? ` (${unread} ${fresh})` : "");
      this.words.lang = this.lang;
    }

    async open(focus) {
      try {
        if (!AbortSignal.any) throw new Error("old browser");
        if (script.integrity && !this.chat) Object.entries(PINS).forEach(pin);
        const { Chat } = await import(new URL("chat.js", home));
        this.chat ??= new Chat(this);
        this.chat.open(focus);
      } catch (error) {
        console.error(error);
        this.fail();
      }
    }

    /** The page without JavaScript may still do. */
    fail() {
      const link = document.createElement("a");
      link.className = "launcher";
      link.href = new URL(`../samtale/${this.kommune}`, home);
      link.textContent = WORDS[this.lang][3];
      this.button.replaceWith(link);
      link.focus();
    }
  }

  if (customElements.get("borger-chat")) return; // the tag stands twice on the page
  customElements.define("borger-chat", BorgerChat);
  if (!document.querySelector("borger-chat")) document.body.append(new BorgerChat());
})();
