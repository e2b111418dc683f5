"use strict";
// Suggestions while a name is typed, and three keys; without this script every page works by its forms and links.
(() => {
  const input = document.getElementById("q");
  const list = document.getElementById("suggestions");
  let shown = [];
  let chosen = -1;
  let waiting = 0;
  let asked = null;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (number) => {
    chosen = (number + shown.length + 1) % (shown.length + 1);
    if (chosen === shown.length) chosen = -1;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === chosen)));
    if (chosen < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", `suggestion-${chosen}`);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  };

  const item = (found, i) => {
    const line = document.createElement("li");
    line.id = `suggestion-${i}`;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    for (const [name, text] of [["kind", found.label], ["name", found.name], ["alias", found.alias]]) {
      if (!text) continue;
      const part = document.createElement("span");
      part.className = name === "kind" ? `kind k-${found.kind || "none"}` : name;
      part.textContent = text;
      line.append(part);
    }
    line.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      location.href = found.path;
    });
    return line;
  };

  const ask = async () => {
    const text = input.value.trim();
    if (!text) return close();
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`/suggest?q=${encodeURIComponent(text)}`, { signal: asked.signal });
      shown = await answer.json();
    } catch {
      return;
    }
    list.replaceChildren(...shown.map(item));
    chosen = -1;
    list.hidden = shown.length === 0;
    input.setAttribute("aria-expanded", String(shown.length > 0));
  };

  input.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, 120);
  });
  input.addEventListener("compositionend", ask);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (list.hidden) return;
    if (event.key === "Escape") {
      event.preventDefault();  // or the browser empties the field
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.href = shown[chosen].path;
    }
  });

  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest("input, textarea, select");
    if (event.key === "/" && !writing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
      input.select();
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.id === "query") {
      event.target.form.requestSubmit();
    }
  });
})();
