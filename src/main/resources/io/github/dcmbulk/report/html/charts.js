// Draws the charts from the figures in the page. The tables contain the same figures.
(() => {
  "use strict";
  const figures = JSON.parse(document.getElementById("figures").textContent);
  const count = d3.format(",");
  const short = d3.format(".3~s");
  const unit = (value, name) => short(value).replace(/([a-zA-Zµ]?)$/, (_, si) => `\u00a0${si}${name}`);
  const bytes = value => unit(value, "B");
  const speed = value => unit(value, "B/s");
  const tall = 112;

  // 24-hour clock, and dates that are unambiguous in every country.
  const clock = [
    [d3.utcMinute, d3.utcFormat("%H:%M:%S")],
    [d3.utcDay, d3.utcFormat("%H:%M")],
    [d3.utcMonth, d3.utcFormat("%d %b")],
    [d3.utcYear, d3.utcFormat("%b %Y")],
  ];
  const moment = time => {
    if (time.getUTCMilliseconds() !== 0) {
      return d3.utcFormat("%S.%L")(time);
    }
    const match = clock.find(([interval]) => interval(time) < time);
    return match ? match[1](time) : d3.utcFormat("%Y")(time);
  };

  /** An empty drawing in the figure, with its text alternative. */
  function drawing(figure, height) {
    const width = Math.max(320, figure.clientWidth);
    const title = figure.querySelector("figcaption").textContent.trim().replace(/\s+/g, " ");
    d3.select(figure).select("svg").remove();
    const svg = d3.select(figure).insert("svg", "details")
        .attr("viewBox", `0 0 ${width} ${height}`).attr("role", "img");
    svg.append("title").text(title);
    svg.append("desc").text(figure.dataset.says || "The table below the chart holds the same figures.");
    return {svg, width};
  }

  function timeAxis(g, x, y, width) {
    g.append("g").attr("transform", `translate(0,${y})`)
        .call(d3.axisBottom(x).ticks(Math.max(2, width / 120)).tickFormat(moment).tickSize(5));
  }

  function valueAxis(g, y, left, right, format) {
    g.append("g").attr("transform", `translate(${left},0)`)
        .call(d3.axisLeft(y).ticks(3).tickSize(left - right).tickFormat(format).tickPadding(6));
  }

  /** Panels over one time axis: deliveries so far, their rate, and the number in flight. */
  function overTime(figure) {
    const {begin, stretch, slots, inFlight} = figures.time;
    const end = begin + stretch * slots.length;
    const panels = inFlight.length > 1 ? 3 : 2;
    const step = tall + 44;
    const {svg, width} = drawing(figure, panels * step + 12);
    const left = 62;
    const right = width - 14;
    const x = d3.scaleUtc([begin, end], [left, right]);
    const seconds = stretch / 1000;

    const panel = (index, name, top, format) => {
      const g = svg.append("g").attr("transform", `translate(0,${index * step + 26})`);
      const y = d3.scaleLinear([0, top > 0 ? top : 1], [tall, 0]).nice(3);
      valueAxis(g, y, left, right, format);
      g.append("text").attr("class", "label strong").attr("x", 0).attr("y", -12).text(name);
      g.append("line").attr("class", "base")
          .attr("x1", left).attr("x2", right).attr("y1", tall).attr("y2", tall);
      if (index === panels - 1) {
        timeAxis(g, x, tall, right - left);
      }
      return {g, y};
    };
    const mean = (g, y, value, text) => {
      g.append("line").attr("class", "mean")
          .attr("x1", left).attr("x2", right).attr("y1", y(value)).attr("y2", y(value));
      g.append("text").attr("class", "label").attr("text-anchor", "end")
          .attr("x", right).attr("y", -12).text(text);
    };

    let sum = 0;
    const path = [[begin, 0]];
    slots.forEach(([n], i) => path.push([begin + stretch * (i + 1), sum += n]));
    const total = panel(0, "Instances delivered", sum, short);
    const point = ([t]) => x(t);
    total.g.append("path").attr("class", "area")
        .attr("d", d3.area(point, tall, ([, n]) => total.y(n))(path));
    total.g.append("path").attr("class", "line").attr("d", d3.line(point, ([, n]) => total.y(n))(path));
    total.g.append("text").attr("class", "label").attr("text-anchor", "end")
        .attr("x", right).attr("y", -12).text(count(sum));

    const rates = slots.map(([, size]) => size / seconds);
    const steps = rates.concat(rates.slice(-1)).map((rate, i) => [begin + stretch * i, rate]);
    const rate = panel(1, "Rate", d3.max(rates), value => value === 0 ? "0" : speed(value));
    rate.g.append("path").attr("class", "area").attr("d",
        d3.area(point, tall, ([, v]) => rate.y(v)).curve(d3.curveStepAfter)(steps));
    rate.g.append("path").attr("class", "line").attr("d",
        d3.line(point, ([, v]) => rate.y(v)).curve(d3.curveStepAfter)(steps));
    mean(rate.g, rate.y, figures.time.meanRate, `mean while sending ${speed(figures.time.meanRate)} (dashed)`);

    if (panels === 3) {
      const most = d3.max(inFlight, ([, n]) => n);
      const flight = panel(2, "Instances in flight", most, short);
      const inside = inFlight.filter(([t]) => t >= begin && t <= end);
      flight.g.append("path").attr("class", "line").attr("d",
          d3.line(point, ([, n]) => flight.y(n)).curve(d3.curveStepBefore)(inside));
      flight.g.append("text").attr("class", "label").attr("text-anchor", "end")
          .attr("x", right).attr("y", -12).text(`at most ${d3.format(".1f")(most)}`);
    }
  }

  /** One bar for each modality, with its numbers next to it; undelivered instances are hatched. */
  function byModality(figure) {
    const rows = figures.modalities;
    const high = 26;
    const {svg, width} = drawing(figure, rows.length * high + 6);
    const left = Math.min(120, 14 + 8 * d3.max(rows, ([name]) => name.length));
    const x = d3.scaleLinear([0, d3.max(rows, ([, d, m]) => d + m) || 1], [left, width - 190]);
    svg.append("defs").append("pattern").attr("id", "hatch").attr("width", 6).attr("height", 6)
        .attr("patternUnits", "userSpaceOnUse").attr("patternTransform", "rotate(45)")
        .append("line").attr("class", "hatch").attr("y2", 6);
    const row = svg.selectAll("g.row").data(rows).join("g").attr("class", "row")
        .attr("transform", (_, i) => `translate(0,${i * high + 4})`);
    row.append("text").attr("class", "label").attr("x", left - 10).attr("y", 14)
        .attr("text-anchor", "end").text(([name]) => name);
    row.append("rect").attr("class", "bar").attr("x", left).attr("height", 18)
        .attr("width", ([, d]) => d ? Math.max(1, x(d) - left) : 0);
    row.filter(([,, m]) => m > 0).append("rect").attr("class", "rest").attr("fill", "url(#hatch)")
        .attr("x", ([, d]) => x(d)).attr("height", 18)
        .attr("width", ([, d, m]) => Math.max(3, x(d + m) - x(d)));
    row.append("text").attr("class", "label").attr("y", 14).attr("x", ([, d, m]) => x(d + m) + 10)
        .text(([, d, m, size]) => count(d) + " \u00b7 " + bytes(size)
            + (m > 0 ? ` \u00b7 ${count(m)} not` : ""));
  }

  /** One column for each month between the first and the last. */
  function byMonth(figure) {
    const rows = figures.months.map(([month, n]) => [new Date(month + "-01T00:00:00Z"), n]);
    const high = 150;
    const {svg, width} = drawing(figure, high + 54);
    const left = 62;
    const right = width - 14;
    const first = rows[0][0];
    const last = d3.utcMonth.offset(rows[rows.length - 1][0], 1);
    const span = d3.utcMonth.count(first, last);
    const few = span <= 12;
    const end = few ? Math.min(right, left + 72 * span) : right;
    const x = d3.scaleUtc([first, last], [left, end]);
    const y = d3.scaleLinear([0, d3.max(rows, ([, n]) => n)], [high, 0]).nice(3);
    const g = svg.append("g").attr("transform", "translate(0,24)");
    valueAxis(g, y, left, right, short);
    g.append("text").attr("class", "label strong").attr("x", 0).attr("y", -12).text("Instances");
    const slot = (end - left) / span;
    g.selectAll("rect").data(rows).join("rect").attr("class", "bar")
        .attr("x", ([t]) => x(t) + slot * .1).attr("width", Math.max(.6, slot * .8))
        .attr("y", ([, n]) => Math.min(y(n), high - 1))
        .attr("height", ([, n]) => Math.max(1, high - y(n)));
    g.append("line").attr("class", "base")
        .attr("x1", left).attr("x2", right).attr("y1", high).attr("y2", high);
    if (!few) {
      timeAxis(g, x, high, right - left);
      return;
    }
    // Few enough for a label below each column.
    const name = d3.utcFormat(slot < 54 ? "%m/%y" : "%b %Y");
    g.selectAll("text.month").data(d3.utcMonth.range(first, last)).join("text")
        .attr("class", "label month").attr("text-anchor", "middle")
        .attr("x", (t) => (x(t) + x(d3.utcMonth.offset(t, 1))) / 2).attr("y", high + 18)
        .text(name);
  }

  const charts = [
    ["over-time", overTime, figures.time.slots.length > 0],
    ["by-modality", byModality, figures.modalities.length > 0],
    ["by-month", byMonth, figures.months.length > 0],
  ];
  function draw() {
    for (const [id, paint, hasData] of charts) {
      const figure = document.getElementById(id);
      if (figure && hasData) {
        paint(figure);
      }
    }
  }
  draw();
  document.querySelectorAll("figure details").forEach(table => { table.open = false; });
  let width = innerWidth;
  let waiting = 0;
  addEventListener("resize", () => {
    if (innerWidth !== width && !matchMedia("print").matches) {
      width = innerWidth;
      clearTimeout(waiting);
      waiting = setTimeout(draw, 100);
    }
  });
})();
