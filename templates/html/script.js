// Filters and sorts the requests of one page. The page is complete without it.
(function () {
  "use strict";
  var tools = document.getElementById("tools");
  var list = document.getElementById("requests");
  if (!tools || !list) { return; }
  var items = Array.prototype.slice.call(list.querySelectorAll(".request"));
  var find = document.getElementById("find");
  var outcome = document.getElementById("outcome");
  var reason = document.getElementById("reason");
  var order = document.getElementById("order");
  var found = document.getElementById("found");

  function fill(select, values) {
    values.forEach(function (value) {
      var option = document.createElement("option");
      option.value = value;
      option.textContent = value.split("_").join(" ");
      select.appendChild(option);
    });
  }
  function distinct(values) {
    return values.filter(function (value, index) { return value && values.indexOf(value) === index; });
  }
  fill(outcome, distinct(items.map(function (item) { return item.dataset.outcome; })));
  fill(reason, distinct(items.map(function (item) { return item.dataset.reasons; }).join(" ").split(" ")).sort());

  function key(item) {
    if (order.value === "row") { return Number(item.dataset.row); }
    var similarity = item.dataset.similarity;
    if (similarity === "") { return Infinity; }
    return order.value === "low" ? Number(similarity) : -Number(similarity);
  }
  function apply() {
    var words = find.value.trim().toLowerCase();
    var count = 0;
    items.forEach(function (item) {
      var shown = (!outcome.value || item.dataset.outcome === outcome.value)
        && (!reason.value || item.dataset.reasons.split(" ").indexOf(reason.value) >= 0)
        && (!words || item.textContent.toLowerCase().indexOf(words) >= 0);
      item.hidden = !shown;
      if (shown) { count += 1; }
    });
    found.textContent = count === items.length ? "" : count + " of " + items.length;
  }
  function sort() {
    var sorted = items.slice();
    if (order.value) { sorted.sort(function (a, b) { return key(a) - key(b) || 0; }); }
    sorted.forEach(function (item) { list.appendChild(item); });
  }
  find.addEventListener("input", apply);
  outcome.addEventListener("change", apply);
  reason.addEventListener("change", apply);
  order.addEventListener("change", sort);
  tools.hidden = false;
})();
