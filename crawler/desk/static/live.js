// A run's page while the run goes on: every three seconds its figures are asked for and replaced, and nothing else, so that
// whoever reads or uses the keyboard stays where he is. Without scripts there is a link that loads the page again.
"use strict";
const again = async () => {
  const here = document.getElementById("live");
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const there = page.getElementById("live");
    if (there && !here.contains(document.activeElement)) {
      here.replaceWith(there);
      if (!there.dataset.live) return;
    }
  } catch {
    // The desk is not there for the moment: it is asked again.
  }
  setTimeout(again, 3000);
};
setTimeout(again, 3000);
