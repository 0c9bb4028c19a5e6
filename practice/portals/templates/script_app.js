(function () {
  var app = document.getElementById("app");
  function element(tag, name, text) {
    var made = document.createElement(tag);
    made.className = name;
    if (text) { made.textContent = text; }
    return made;
  }
  function drawPager(page) {
    var link = element("a", "next", "下一页");
    link.href = location.hash.split("?")[0] + "?page=" + (page + 1);
    app.appendChild(link);
  }
  function drawList(list, page) {
    var column = encodeURIComponent(location.pathname + location.hash.split("?")[0]);
    return fetch("$api?column=" + column + "&page=" + page + "&size=$size").then(function (answer) {
      return answer.json();
    }).then(function (found) {
      found.rows.forEach(function (row) {
        var item = element("li", "article-item"), link = element("a", "", row.title);
        link.href = row.url;
        item.appendChild(link);
        item.appendChild(element("span", "date", row.date));
        list.appendChild(item);
      });
      if (page * $size >= found.total) { return; }
      return $pager ? drawPager(page) : drawList(list, page + 1);
    });
  }
  function drawArticle(id) {
    return fetch("$api/" + id).then(function (answer) { return answer.json(); }).then(function (found) {
      document.title = found.title;
      app.appendChild(element("h1", "content-title", found.title));
      app.appendChild(element("p", "info", found.date));
      var content = element("div", "article-content");
      content.innerHTML = found.content;
      app.appendChild(content);
    });
  }
  setTimeout(function () {
    var detail = location.pathname.match(/^\/detail\/(\d+)\.html/);
    if (detail) { drawArticle(detail[1]); return; }
    var list = element("ul", "article-list");
    app.appendChild(list);
    drawList(list, Number((location.hash.match(/[?&]page=(\d+)/) || [0, 1])[1]));
  }, $patience);
})();
