// Reloads the page when the preview has a new one, goes to the article just saved, and shows what stands in the way.
(() => {
  const { token, change, moment } = document.currentScript.dataset;
  const make = (name, kind, ...inside) => {
    const node = document.createElement(name);
    if (kind) node.className = kind;
    node.append(...inside);
    return node;
  };
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: "/~saar/live.css" }));

  // stays on the page that is looked at, whatever is saved
  const stay = Object.assign(make("input"), { type: "checkbox", checked: sessionStorage.saarStay === "yes" });
  stay.addEventListener("change", () => { sessionStorage.saarStay = stay.checked ? "yes" : "no"; });
  const state = Object.assign(make("a", "", "preview"), { href: "/~saar/status" });
  const bar = make("div", "saar-live", state, make("label", "", stay, "stay here"));
  bar.lang = "en";
  if (moment) {
    const path = location.pathname.slice(moment.length + 1) || "/";
    const out = Object.assign(make("a", "", "leave"), { href: path });
    bar.prepend(make("span", "", moment.slice(1).replace("published", "without drafts")), out);
  }
  document.body.append(bar);

  // the own pages of the preview say themselves what is wrong
  const own = document.body.classList.contains("saar-own");
  let over = null;
  const clear = () => { over?.remove(); over = null; };
  const cover = async () => {
    const told = await (await fetch("/~saar/told")).json();
    clear();
    if (!told.failed) return;
    const close = make("button", "", "Look at the last good site");
    close.addEventListener("click", clear);
    over = make("div", "saar-over", make("h2", "", told.counts), make("pre", "", told.text), close);
    over.lang = "en";
    over.setAttribute("role", "alertdialog");
    over.setAttribute("aria-label", told.counts);
    document.body.append(over);
    close.focus();
  };

  const events = new EventSource("/~saar/events?token=" + token);
  events.onmessage = (event) => {
    const news = JSON.parse(event.data);
    state.textContent = news.counts;
    if (news.failed && !own) return cover();
    clear();
    if (news.change <= Number(change)) return;
    const page = news.page && (moment ? "/" + moment : "") + news.page;
    const follow = page && !stay.checked && !document.hidden && !location.pathname.startsWith("/~saar/") && decodeURI(location.pathname) !== page;
    if (follow) location.assign(page);
    else location.reload();
  };
  // another run has another secret: once it answers, this page is asked for anew
  events.onerror = () => {
    if (events.readyState !== EventSource.CLOSED) return;
    const wait = setInterval(async () => {
      const there = await fetch("/~saar/told").then((answer) => answer.ok, () => false);
      if (there) { clearInterval(wait); location.reload(); }
    }, 1000);
  };
})();
