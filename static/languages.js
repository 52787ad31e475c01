// Offers the page in the reader's own language, where it is shown in another one. The page itself
// stays what its address says. What was chosen is kept in this browser alone, and never sent.
const KEY = "language";
const shown = document.documentElement.lang;
const offers = [...document.querySelectorAll("[data-offer]")];

function kept() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // this browser keeps nothing
  }
}

function keep(code) {
  try {
    localStorage.setItem(KEY, code);
  } catch {
    // Then it is offered again.
  }
}

// The languages of the site by the reader's order of preference: "fr-CH" asks for "fr", "zh-CN" for
// "zh-hans". Traditional Chinese is not offered the simplified one.
function wanted() {
  const codes = [shown, ...offers.map((offer) => offer.dataset.offer)];
  if (codes.includes(kept())) {
    return kept();
  }
  for (const asked of navigator.languages ?? []) {
    const { language, script } = new Intl.Locale(asked).maximize();
    const found = codes.find((code) => {
      const own = new Intl.Locale(code).maximize();
      return own.language === language && own.script === script;
    });
    if (found) {
      return found;
    }
  }
  return shown;
}

for (const offer of offers) {
  offer.hidden = offer.dataset.offer !== wanted();
  offer.querySelector("button").addEventListener("click", () => {
    keep(shown);
    offer.hidden = true;
  });
}
for (const link of document.querySelectorAll("a[hreflang]")) {
  link.addEventListener("click", () => keep(link.hreflang));
}
