/** Two telephones for the demo page: what they send goes to the real webhooks, what comes back is fetched and shown. */

const EVERY = 1000; // milliseconds

class Telephone {
  constructor(element) {
    this.element = element;
    this.kind = element.dataset.kind;
    // Another telephone each time the page is opened: nobody meets what somebody else has written.
    this.from = element.dataset.from.slice(0, -6) + String(Math.floor(Math.random() * 1e6)).padStart(6, "0");
    this.screen = element.querySelector(".screen");
    this.seen = 0;
    element.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const field = event.target.elements.text;
      if (field.value.trim()) this.send(field.value);
      field.value = "";
    });
    setInterval(() => this.look(), EVERY);
  }

  async send(text, payload) {
    this.show(text, "mine");
    this.element.querySelectorAll(".reply").forEach((button) => button.remove());
    const body = { kind: this.kind, to: this.element.querySelector("[name=to]").value, from: this.from, text, payload };
    await fetch("/demo/telefon/send", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  }

  async look() {
    const answer = await fetch(`/demo/telefon/kommet?hos=${encodeURIComponent(this.from)}`);
    const messages = await answer.json();
    for (const message of messages.slice(this.seen)) {
      this.show(message.text, "theirs");
      this.offer(message.replies);
    }
    this.seen = messages.length;
  }

  show(text, whose) {
    const line = document.createElement("p");
    line.className = whose;
    line.textContent = text;
    this.screen.append(line);
    line.scrollIntoView({ block: "nearest" });
  }

  offer(replies) {
    for (const { title, payload } of replies) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "reply";
      button.textContent = title;
      button.addEventListener("click", () => this.send(title, payload));
      this.element.append(button);
    }
  }
}

document.querySelectorAll(".phone").forEach((element) => new Telephone(element));
