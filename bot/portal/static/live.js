// Henter nye beskeder i en samtale, der er i gang. Uden script er der et link, der genindlæser.
const list = document.querySelector("#beskeder");
const news = document.querySelector("#nyt");
const EVERY = 3000;
let seq = Number(list.dataset.seq);

function stop(text) {
  news.textContent = text;
  clearInterval(timer);
}

async function look() {
  if (document.hidden) return;
  const answer = await fetch(`${list.dataset.path}?efter=${seq}`).catch(() => null);
  if (!answer) return;
  if (answer.redirected || answer.status === 404) {
    stop("Samtalen kan ikke hentes mere. Genindlæs siden.");
    return;
  }
  if (!answer.ok) return;
  const found = await answer.json();
  if (found.seq > seq) {
    seq = found.seq;
    list.insertAdjacentHTML("beforeend", found.html);
    news.textContent = "Der er kommet en ny besked.";
  }
  if (found.state !== list.dataset.state) stop("En anden har overtaget samtalen eller givet den tilbage. Genindlæs siden.");
}

const timer = setInterval(look, EVERY);
