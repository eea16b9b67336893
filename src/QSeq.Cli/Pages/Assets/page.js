// Puts a chart that can be zoomed in the place of every drawing of lines. Without it, or where it fails, the drawing stays.
(function () {
  "use strict";
  const day = 86400;
  const stamps = [
    [day * 365, "{YYYY}", null, null, null, null, null, null, 1],
    [day * 28, "{MMM}", "\n{YYYY}", null, null, null, null, null, 1],
    [day, "{MMM} {D}", "\n{YYYY}", null, null, null, null, null, 1],
    [60, "{HH}:{mm}", "\n{YYYY}-{MM}-{DD}", null, "\n{MMM} {D}", null, null, null, 1],
    [1, "{HH}:{mm}:{ss}", "\n{YYYY}-{MM}-{DD}", null, "\n{MMM} {D}", null, null, null, 1],
  ];
  const dashes = { model2: [7, 3], other0: [6, 3], other1: [2, 3], other2: [9, 3, 2, 3], other3: [4, 2], other4: [1, 2], other5: [8, 2], other6: [5, 2, 1, 2], other7: [3, 3], other8: [10, 4] };
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const clear = (name, part) => {
    const hex = colour(name);
    return "rgba(" + [1, 3, 5].map(n => parseInt(hex.slice(n, n + 2), 16)).join(",") + "," + part + ")";
  };
  const number = value => value == null ? "\u2013" : String(Number(value.toPrecision(6)));
  const utc = seconds => uPlot.tzDate(new Date(seconds * 1e3), "Etc/UTC");
  const stamp = uPlot.fmtDate("{YYYY}-{MM}-{DD} {HH}:{mm}");

  function marks(data) {
    return u => {
      const { left, top, width, height } = u.bbox, ratio = devicePixelRatio;
      u.ctx.save();
      u.ctx.strokeStyle = colour("mark");
      u.ctx.fillStyle = colour("soft");
      u.ctx.font = 12 * ratio + "px system-ui, sans-serif";
      u.ctx.lineWidth = ratio;
      u.ctx.setLineDash([5 * ratio, 4 * ratio]);
      let end = 0, row = 0; // of the words before, so that none are written over
      for (const mark of data.marks) {
        const x = u.valToPos(mark.x, "x", true);
        if (x < left || x > left + width) continue;
        u.ctx.beginPath();
        u.ctx.moveTo(x, top);
        u.ctx.lineTo(x, top + height);
        u.ctx.stroke();
        const wide = u.ctx.measureText(mark.name).width + 8 * ratio, before = x + wide > left + width;
        row = (before ? x - wide : x) < end ? row + 1 : 0;
        end = before ? x : x + wide;
        u.ctx.textAlign = before ? "right" : "left";
        u.ctx.fillText(mark.name, x + (before ? -4 : 4) * ratio, top + (12 + 14 * row) * ratio);
      }
      u.ctx.restore();
    };
  }

  function make(data, host) {
    const axis = { stroke: colour("soft"), grid: { stroke: colour("grid"), width: 1 }, ticks: { stroke: colour("rule"), width: 1 }, font: "12px system-ui, sans-serif" };
    const few = data.x.length <= 40, whole = data.x.every(Number.isInteger);
    const steps = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8].flatMap(power => [power, 2 * power, 5 * power]);
    const plain = (u, ticks) => ticks.map(tick => tick == null ? "" : Number.isInteger(tick) ? String(tick) : number(tick)); // 1700, a year, not 1,700
    const series = [{
      label: data.xName || (data.time ? "time" : "x"),
      value: (u, value) => value == null ? "\u2013" : data.time ? stamp(utc(value)) : plain(u, [value])[0],
    }];
    const values = [data.x], bands = [];
    for (const band of data.bands) {
      for (const end of ["high", "low"]) {
        series.push({ label: band.name + ", " + end, stroke: clear("band", 0.5), width: 0, points: { show: false }, value: (u, value) => number(value) });
        values.push(band[end]);
      }
      bands.push({ series: [values.length - 2, values.length - 1], fill: clear("band", 0.18) });
    }
    for (const line of data.lines) {
      const stroke = colour(line.kind);
      series.push({
        label: line.name, stroke, width: line.kind === "model" ? 2 : 1.5, dash: dashes[line.kind], spanGaps: data.joined,
        points: { show: few ? true : undefined, size: 5, stroke, fill: stroke }, value: (u, value) => number(value),
      });
      values.push(line.y);
    }
    return new uPlot({
      width: host.clientWidth, height: tall(host), series, bands, tzDate: utc,
      scales: { x: { time: data.time } },
      axes: [
        data.time ? { ...axis, values: stamps, space: 70 } : whole ? { ...axis, incrs: steps, values: plain } : { ...axis, values: plain },
        { ...axis, size: (u, words) => 18 + 7 * Math.max(3, ...(words || []).map(word => String(word).length)), values: (u, ticks) => ticks.map(tick => tick == null ? "" : number(tick)) },
      ],
      cursor: { drag: { x: true, y: false } },
      legend: { markers: { width: 0, fill: (u, n) => u.series[n].stroke() } },
      hooks: { draw: [marks(data), u => { host.dataset.range = u.scales.x.min + " " + u.scales.x.max; }] },
    }, values, host);
  }

  const tall = host => Math.round(Math.min(340, Math.max(220, host.clientWidth * 0.42)));

  function keys(event, chart, data) {
    const first = data.x[0], last = data.x[data.x.length - 1], scale = chart.scales.x;
    let { min, max } = scale;
    const width = max - min, middle = (min + max) / 2;
    switch (event.key) {
      case "+": case "=": [min, max] = [middle - width / 4, middle + width / 4]; break;
      case "-": [min, max] = [middle - width, middle + width]; break;
      case "ArrowLeft": [min, max] = [min - width / 4, max - width / 4]; break;
      case "ArrowRight": [min, max] = [min + width / 4, max + width / 4]; break;
      case "0": case "Escape": [min, max] = [first, last]; break;
      default: return;
    }
    event.preventDefault();
    chart.setScale("x", { min: Math.max(first, min), max: Math.min(last, max) });
  }

  const charts = [];
  for (const figure of document.querySelectorAll(".line-figure")) {
    const host = figure.querySelector(".live"), data = JSON.parse(figure.querySelector("script").textContent);
    if (data.x.length < 2) continue;
    host.hidden = false;
    const entry = { chart: make(data, host), draw() { this.chart.destroy(); this.chart = make(data, host); } };
    host.addEventListener("keydown", event => keys(event, entry.chart, data));
    figure.classList.add("drawn");
    figure.querySelector(".hint").hidden = false;
    new ResizeObserver(() => {
      if (host.clientWidth > 0 && host.clientWidth !== entry.chart.width) entry.chart.setSize({ width: host.clientWidth, height: tall(host) });
    }).observe(host);
    charts.push(entry);
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts.forEach(entry => entry.draw()));
})();
