// Telemetry over time, with fault codes and the ticket's opening marked.
import { html, useEffect, useMemo, useRef, useState } from "./lib.js";
import { currentLanguage, date, dateTime, measure, t, text } from "./format.js";
import { useResource } from "./store.js";
import { Choice, Failure } from "./parts-of-pages.js";

const HOUR = 3600000;
const SPANS = [1, 7, 14, 30, 90];
const SHOWN_AT_FIRST = 3;

/**
 * Charts of an appliance's metrics, one under the other on one time axis.
 *
 * around: instant at which the span ends, or null for the clock; opened: ticket's opening to mark, or null; mentioned: words in which
 * metrics may be named; those come first.
 */
export function Charts({ appliance, metrics, until, opened = null, zone, mentioned = "" }) {
  const ordered = useMemo(() => byMention(metrics, mentioned), [metrics, mentioned]);
  const [chosen, setChosen] = useState(null);
  const [days, setDays] = useState(14);
  const shown = chosen || ordered.slice(0, SHOWN_AT_FIRST).map((m) => m.name);
  const to = new Date(until);
  const from = new Date(to - days * 24 * HOUR);
  const base = `/api/v1/appliances/${encodeURIComponent(appliance)}`;
  const range = `from=${from.toISOString()}&to=${to.toISOString()}`;
  const faults = useResource(`${base}/faults?${range}&limit=200`, { keep: `${base} ${days}` });
  const marks = (faults.data ? faults.data.faults : []).filter((f) => f.state === "raised");
  const toggle = (name) => setChosen(shown.includes(name) ? shown.filter((n) => n !== name) : [...shown, name]);
  return html`
    <div class="charts">
      <div class="chart-controls">
        <fieldset class="chips"><legend class="hidden">${t("chart.metrics")}</legend>
          ${ordered.map(
            (m) => html`<label key=${m.name} class=${shown.includes(m.name) ? "chosen" : ""}>
              <input type="checkbox" checked=${shown.includes(m.name)} onChange=${() => toggle(m.name)} />${text(m.label)}
            </label>`,
          )}
        </fieldset>
        <${Choice} name="span" label=${t("chart.span")} value=${days} onChange=${setDays}
          options=${SPANS.map((d) => [d, d === 1 ? t("span.day") : t("span.days", { n: d })])} />
      </div>
      ${ordered
        .filter((m) => shown.includes(m.name))
        .map(
          (m) => html`<${Chart} key=${m.name} path=${`${base}/telemetry?metric=${m.name}&${range}&points=800`}
            keep=${`${base} ${m.name} ${days}`} metric=${m}
            from=${from} to=${to} marks=${marks} opened=${opened} zone=${zone} />`,
        )}
      ${shown.length === 0 && html`<p class="muted">${t("chart.pick")}</p>`}
      ${opened && shown.length > 0 && html`<p class="muted small chart-legend">${t("chart.legend")}</p>`}
    </div>`;
}

function byMention(metrics, mentioned) {
  const words = mentioned.toLowerCase();
  const rank = (m) => (words.includes(m.label.en.toLowerCase()) || words.includes(m.label.zh) ? 0 : m.kind === "state" ? 2 : 1);
  return [...metrics].sort((a, b) => rank(a) - rank(b));
}

function Chart({ path, keep, metric, from, to, marks, opened, zone }) {
  const { data, error, retry } = useResource(path, { keep });
  const points = data ? data.points : null;
  const last = points && points.length ? points[points.length - 1][1] : null;
  const [hover, setHover] = useState(null);
  const reading = (v) => (metric.kind === "state" && v !== null ? metric.values[Math.round(v)] || "–" : measure(v, metric.unit));
  const values = points ? points.map((p) => p[1]).filter((v) => v !== null) : [];
  const label = t("chart.label", {
    metric: text(metric.label),
    from: date(from, zone),
    to: date(to, zone),
    min: reading(values.length ? values.reduce((a, b) => Math.min(a, b)) : null),
    max: reading(values.length ? values.reduce((a, b) => Math.max(a, b)) : null),
    last: reading(last),
  });
  return html`
    <figure class="chart" aria-busy=${!data && !error}>
      <figcaption>
        <span>${text(metric.label)}</span>
        <span class="chart-value">
          ${hover ? html`<span class="muted small">${dateTime(hover.time, zone)}</span> ${reading(hover.value)}` : reading(last)}
        </span>
      </figcaption>
      ${error && html`<${Failure} error=${error} retry=${retry} />`}
      ${!error && points && points.length === 0 &&
        html`<div class="chart-empty muted"><span>${t("chart.none")}<br />${t("chart.none.hint")}</span></div>`}
      ${!error && !(points && points.length === 0) &&
        html`<${Plot} points=${points} label=${label} metric=${metric} from=${from} to=${to} marks=${marks} opened=${opened}
          zone=${zone} onHover=${setHover} />`}
    </figure>`;
}

/** The canvas. uPlot draws; it is made anew when the data, the width, the colours or the language change. */
function Plot({ points, label, metric, from, to, marks, opened, zone, onHover }) {
  const place = useRef(null);
  const [width, setWidth] = useState(0);
  const [scheme, setScheme] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry.contentRect.width)));
    observer.observe(place.current);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const repaint = () => setScheme((n) => n + 1);
    dark.addEventListener("change", repaint);
    return () => {
      observer.disconnect();
      dark.removeEventListener("change", repaint);
    };
  }, []);
  const markKey = marks.map((m) => m.at + m.code).join();
  useEffect(() => {
    if (!points || width === 0) {
      return undefined;
    }
    const data = [0, 1, 2, 3].map((column) => points.map((p) => (column === 0 ? p[0] / 1000 : p[column])));
    const plot = new window.uPlot(options({ metric, width, from, to, marks, opened, zone, data, onHover }), data, place.current);
    return () => plot.destroy();
  }, [points, width, scheme, markKey, opened, zone, +from, +to, currentLanguage()]);
  return html`<div class="plot" role="img" aria-label=${label} ref=${place}></div>`;
}

function options({ metric, width, from, to, marks, opened, zone, data, onHover }) {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const state = metric.kind === "state";
  const axis = {
    stroke: colour("--muted"),
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
    font: "12px system-ui, sans-serif",
  };
  return {
    width,
    height: 170,
    padding: [18, 8, 0, 0],
    legend: { show: false },
    cursor: { sync: { key: "telemetry" }, drag: { x: false, y: false }, points: { size: 7 } },
    tzDate: (seconds) => (zone ? window.uPlot.tzDate(new Date(seconds * 1000), zone) : new Date(seconds * 1000)),
    scales: { x: { time: true, min: from / 1000, max: to / 1000 }, y: state ? { range: [-0.2, metric.values.length - 0.8] } : { range: roomy } },
    series: [
      {},
      {
        stroke: colour("--chart"),
        width: 1.6,
        paths: state ? window.uPlot.paths.stepped({ align: 1 }) : undefined,
        points: { show: data[0].length < 60, size: 4 },
      },
      // Lowest and highest of what a point sums up: not drawn themselves, but the band between them.
      { show: !state, stroke: "transparent", width: 0, points: { show: false } },
      { show: !state, stroke: "transparent", width: 0, points: { show: false } },
    ],
    bands: state ? [] : [{ series: [3, 2], fill: colour("--chart-band") }],
    axes: [
      { ...axis, size: 26, values: timeLabels(zone), space: 90 },
      {
        ...axis,
        size: 56,
        space: 34,
        splits: state ? () => metric.values.map((_, i) => i) : undefined,
        values: (_, splits) => splits.map((v) => (state ? metric.values[v] || "" : measure(v, ""))),
      },
    ],
    hooks: {
      draw: [(u) => drawMarks(u, marks, opened, colour)],
      setCursor: [
        (u) => {
          const i = u.cursor.idx;
          onHover(i === null || i === undefined || data[1][i] === null ? null : { time: new Date(data[0][i] * 1000).toISOString(), value: data[1][i] });
        },
      ],
    },
  };
}

/** A little air above and below, so that a flat line is not on the frame; never below zero for what is never negative. */
function roomy(_, min, max) {
  if (min === null || min === undefined) {
    return [0, 1];
  }
  const room = (max - min || Math.abs(max) || 1) * 0.12;
  return [min >= 0 && min - room < 0 ? 0 : min - room, max + room];
}

function timeLabels(zone) {
  return (_, splits) => {
    const long = splits.length > 1 && splits[1] - splits[0] >= 86400;
    const shape = long ? { month: "short", day: "numeric" } : { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" };
    const format = new Intl.DateTimeFormat(currentLanguage() === "zh" ? "zh-CN" : "en-GB", { ...shape, timeZone: zone || undefined });
    return splits.map((s) => format.format(new Date(s * 1000)));
  };
}

function drawMarks(u, marks, opened, colour) {
  const { ctx } = u;
  const ratio = window.devicePixelRatio || 1;
  const { left, top, width, height } = u.bbox;
  ctx.save();
  ctx.font = `600 ${11 * ratio}px system-ui, sans-serif`;
  ctx.textBaseline = "bottom";
  let labelled = -Infinity;
  const line = (at, stroke, dash, words) => {
    const x = Math.round(u.valToPos(new Date(at) / 1000, "x", true));
    if (x < left || x > left + width) {
      return;
    }
    ctx.strokeStyle = stroke;
    ctx.fillStyle = stroke;
    ctx.lineWidth = 1.5 * ratio;
    ctx.setLineDash(dash.map((d) => d * ratio));
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, top + height);
    ctx.stroke();
    const wide = ctx.measureText(words).width;
    // Codes that come close together share the line of labels; the first is named, the table names all.
    const right = x + wide > left + width;
    if ((right ? x - wide : x) - labelled > 6 * ratio) {
      ctx.textAlign = right ? "right" : "left";
      ctx.fillText(words, x + (ctx.textAlign === "left" ? -2 : 2) * ratio, top - 3 * ratio);
      labelled = ctx.textAlign === "left" ? x + wide : x;
    }
  };
  [...marks].sort((a, b) => (a.at < b.at ? -1 : 1)).forEach((m) => line(m.at, colour(`--severity-${m.severity || "info"}`), [4, 4], m.code));
  if (opened) {
    labelled = -Infinity;
    line(opened, colour("--accent"), [], "");
  }
  ctx.restore();
}
