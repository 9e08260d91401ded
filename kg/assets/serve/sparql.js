// The editor, on the endpoint of this server and no other; nothing is fetched from elsewhere.
"use strict";
const box = document.getElementById("yasgui");
const start = box.dataset.prefixes + "SELECT ?name ?said WHERE {\n  ?quote a kg:Quotation ; kg:speaker ?speaker ; schema:text ?said .\n  ?speaker rdfs:label ?name .\n} LIMIT 20";
const endpoint = new URL(box.dataset.endpoint, location.href).href;
const token = document.querySelector('meta[name="kg-token"]')?.content ?? "";
Yasgui.Yasqe.defaults.value = start;
const gui = new Yasgui(box, {
  requestConfig: { endpoint, method: "POST", headers: () => ({ "X-KG-Token": token }) },
  copyEndpointOnNewTab: false,
  endpointCatalogueOptions: { getData: () => [{ endpoint }] },
  persistenceId: null,
});
// The button that opens a tab stands among the tabs; assistive software expects nothing else there.
for (const one of box.querySelectorAll(".tabsList button")) {
  one.setAttribute("role", "tab");
  one.setAttribute("aria-selected", "false");
}
for (const one of box.querySelectorAll("input:not([aria-label]), textarea:not([aria-label])")) one.setAttribute("aria-label", one.className || "SPARQL");
for (const button of document.querySelectorAll("[data-query]")) {
  button.addEventListener("click", () => {
    const tab = gui.addTab(true, { name: button.dataset.name });
    tab.setQuery(button.dataset.query);
    box.scrollIntoView();
  });
}
