/** Colours of series, told apart in both themes and with the common kinds of colour blindness (after Okabe and Ito). */
const light = [
  '#0b7a80',
  '#c2410c',
  '#5b4bc4',
  '#946200',
  '#b02a6b',
  '#2f6f2f',
  '#1d5fb4',
  '#7a4a2b',
  '#5f6b76',
  '#8a2be2',
];
const dark = [
  '#3fc4c8',
  '#f08a4b',
  '#a99bff',
  '#e0b040',
  '#f07ab0',
  '#7ccf7c',
  '#6aa9f4',
  '#cfa080',
  '#a8b4c0',
  '#c79bff',
];

export function seriesColors(scheme: 'light' | 'dark'): readonly string[] {
  return scheme === 'dark' ? dark : light;
}

/** The same colour for the same name, whatever stands beside it. */
export function colorOf(name: string, scheme: 'light' | 'dark'): string {
  let hash = 2166136261;
  for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 16777619);
  const colors = seriesColors(scheme);
  return colors[(hash >>> 0) % colors.length] as string;
}

const font = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';

/** What ECharts calls a theme. */
export function chartTheme(scheme: 'light' | 'dark'): object {
  const text = scheme === 'dark' ? '#c9d1d9' : '#343a40';
  const line = scheme === 'dark' ? '#3a424a' : '#d5dae0';
  const surface = scheme === 'dark' ? '#22272d' : '#ffffff';
  const axis = {
    axisLine: { lineStyle: { color: line } },
    axisTick: { lineStyle: { color: line } },
    axisLabel: { color: text, fontSize: 12 },
    nameTextStyle: { color: text, fontSize: 12 },
    splitLine: { lineStyle: { color: line, opacity: 0.6 } },
  };
  return {
    color: [...seriesColors(scheme)],
    backgroundColor: 'transparent',
    textStyle: { fontFamily: font, color: text, fontSize: 12 },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: axis,
    logAxis: axis,
    timeAxis: axis,
    parallel: { parallelAxisDefault: axis },
    legend: { textStyle: { color: text, fontSize: 12 }, pageTextStyle: { color: text }, pageIconColor: text },
    tooltip: { backgroundColor: surface, borderColor: line, textStyle: { color: text, fontSize: 12 } },
    line: { symbol: 'circle', symbolSize: 5, lineStyle: { width: 1.75 } },
    dataZoom: { textStyle: { color: text, fontSize: 12 } },
  };
}
