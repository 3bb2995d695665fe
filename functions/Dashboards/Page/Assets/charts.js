// Options of the chart library for each kind of widget.

const MOST_SLICES = 8;
const MOST_SERIES = 12;

/** Colours that eyes of every kind tell apart (Okabe and Ito), lighter on dark. */
function paletteOf(theme) {
  const style = getComputedStyle(document.documentElement);
  const read = name => style.getPropertyValue(name).trim();
  return {
    colors: theme === 'dark'
      ? ['#5ab4f0', '#f0b33f', '#2fc79a', '#e58fc0', '#f0824a', '#a3a8ff', '#efe064', '#b3bac5']
      : ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#d55e00', '#5b5fc7', '#9a8700', '#5f6b7a'],
    text: read('--text'), muted: read('--muted'), line: read('--line'), surface: read('--surface'),
    // In files it stands within quotes of the other kind.
    font: getComputedStyle(document.body).fontFamily.replaceAll('"', "'"),
  };
}

function chartOption(widget, chosen, theme, size) {
  const palette = paletteOf(theme);
  const build = { bar: categoryOption, line: categoryOption, area: categoryOption, pie: pieOption, scatter: scatterOption }[widget.kind];
  const option = build(widget, chosen, palette, size);
  return {
    color: palette.colors,
    backgroundColor: 'transparent',
    useUTC: true,
    animation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    animationDuration: 300,
    textStyle: { fontFamily: palette.font, color: palette.text },
    ...option,
    tooltip: { renderMode: 'richText', backgroundColor: palette.surface, borderColor: palette.line, borderWidth: 1, textStyle: { color: palette.text, fontSize: 12, fontFamily: palette.font }, confine: true, ...option.tooltip },
  };
}

function legendOf(names, palette) {
  return names.length > 1
    ? { type: 'scroll', top: 0, left: 0, icon: 'roundRect', itemWidth: 12, itemHeight: 12, itemGap: 14, textStyle: { color: palette.muted, fontSize: 12 }, pageTextStyle: { color: palette.muted }, pageIconColor: palette.muted }
    : { show: false };
}

function valueAxis(widget, palette, extra) {
  return {
    type: 'value', axisLine: { show: false }, axisTick: { show: false }, splitNumber: 4,
    splitLine: { lineStyle: { color: palette.line } },
    axisLabel: { color: palette.muted, fontSize: 11, formatter: value => formatTick(value, widget.display) },
    ...extra,
  };
}

function categoryAxis(palette, extra) {
  return { axisLine: { lineStyle: { color: palette.line } }, axisTick: { show: false }, splitLine: { show: false }, axisLabel: { color: palette.muted, fontSize: 11, hideOverlap: true }, ...extra };
}

const numberIn = value => value === null || value === '' ? null : Number(value);

/** Rows as lines of points: one a value column, or one a value of the series column. */
function seriesOf(widget, { columns, x, y, series }) {
  const points = column => widget.rows.map(row => [row[x.index], numberIn(row[column.index])]);
  if (!series) {
    return y.map(column => {
      const bounds = boundsOf(column, columns);
      return { name: column.heading, points: points(column), bounds: bounds && { lower: new Map(points(bounds.lower)), upper: new Map(points(bounds.upper)) } };
    });
  }
  const byName = new Map();
  for (const row of widget.rows) {
    const name = formatCell(row[series.index], series, widget.display);
    if (!byName.has(name))
      byName.set(name, []);
    byName.get(name).push([row[x.index], numberIn(row[y[0].index])]);
  }
  const size = entry => entry.points.reduce((sum, point) => sum + Math.abs(point[1] ?? 0), 0);
  return [...byName].map(([name, points]) => ({ name, points })).sort((a, b) => size(b) - size(a)).slice(0, MOST_SERIES);
}

/** The space between the bounds of a line: an invisible line, and on it an area as high as they are apart. */
function bandOf(line, keys, color) {
  const part = { name: line.name, type: 'line', stack: `bounds of ${line.name}`, stackStrategy: 'all', symbol: 'none', silent: true, lineStyle: { opacity: 0 }, emphasis: { disabled: true } };
  const apart = key => line.bounds.lower.get(key) === null || line.bounds.upper.get(key) === null ? null : line.bounds.upper.get(key) - line.bounds.lower.get(key);
  return [{ ...part, data: keys.map(key => line.bounds.lower.get(key)) }, { ...part, data: keys.map(apart), areaStyle: { color, opacity: 0.18 } }];
}

function categoryOption(widget, chosen, palette, { width }) {
  const { x } = chosen;
  const lines = seriesOf(widget, chosen);
  const isTime = x.type === 'date';
  const keys = [...new Set(widget.rows.map(row => row[x.index]))];
  if (isTime)
    keys.sort();
  const labels = keys.map(key => formatCell(key, x, widget.display));
  const tick = isTime ? dateTick(keys.map(clockOf).filter(clock => clock !== null)) : undefined;
  const horizontal = widget.kind === 'bar' && widget.display.horizontal;
  const stack = widget.display.stacked && lines.length > 1 ? 'all' : undefined;
  const categories = categoryAxis(palette, {
    type: 'category', data: labels, boundaryGap: widget.kind === 'bar', inverse: horizontal,
    axisLabel: {
      color: palette.muted, fontSize: 11, hideOverlap: true, ...(horizontal ? { width: Math.min(140, width * 0.3), overflow: 'truncate' } : {}),
      ...(tick ? { formatter: (_, index) => tick(clockOf(keys[index])) } : {}),
    },
  });
  const values = valueAxis(widget, palette);
  const hasLegend = lines.length > 1;
  const bounded = widget.kind === 'bar' ? [] : lines.filter(line => line.bounds);
  const words = value => value === null || value === undefined ? '–' : formatNumber(value, widget.display);
  const withBounds = ({ seriesIndex, dataIndex, marker, seriesName, value }) => {
    const { bounds } = lines[seriesIndex];
    return `${marker}${seriesName}  ${words(value)}${bounds ? ` (${words(bounds.lower.get(keys[dataIndex]))} to ${words(bounds.upper.get(keys[dataIndex]))})` : ''}`;
  };
  return {
    legend: legendOf(lines.map(line => line.name), palette),
    grid: { left: 4, right: 14, top: hasLegend ? 38 : 12, bottom: 4, containLabel: true },
    tooltip: { trigger: 'axis', axisPointer: { type: widget.kind === 'bar' ? 'shadow' : 'line', lineStyle: { color: palette.muted }, shadowStyle: { opacity: 0.12 } }, valueFormatter: words, ...(bounded.length > 0 ? { formatter: shown => [shown[0].name, ...shown.filter(point => point.seriesIndex < lines.length).map(withBounds)].join('\n') } : {}) },
    xAxis: horizontal ? values : categories,
    yAxis: horizontal ? categories : values,
    series: [...lines.map((line, index) => {
      const byKey = new Map(line.points);
      return {
        name: line.name, type: widget.kind === 'bar' ? 'bar' : 'line', stack, data: keys.map(key => byKey.get(key) ?? null),
        ...(widget.kind === 'bar'
          ? { barMaxWidth: 36, itemStyle: { borderRadius: stack ? 0 : horizontal ? [0, 3, 3, 0] : [3, 3, 0, 0] } }
          : { smooth: false, showSymbol: keys.length <= 12, symbolSize: 6, lineStyle: { width: 2.5, type: ['solid', 'dashed', 'dotted'][Math.floor(index / palette.colors.length) % 3] }, connectNulls: false }),
        ...(widget.kind === 'area' ? { areaStyle: { opacity: stack ? 0.55 : 0.16 } } : {}),
        emphasis: { focus: hasLegend ? 'series' : 'none' },
      };
    }), ...bounded.flatMap(line => bandOf(line, keys, palette.colors[lines.indexOf(line) % palette.colors.length]))],
  };
}

function pieOption(widget, chosen, palette, { width, height }) {
  const { x, y } = chosen;
  const slices = widget.rows.map(row => ({ name: formatCell(row[x.index], x, widget.display), value: Math.max(0, numberIn(row[y[0].index]) ?? 0) })).sort((a, b) => b.value - a.value);
  const shown = slices.slice(0, slices.length > MOST_SLICES ? MOST_SLICES - 1 : MOST_SLICES);
  if (shown.length < slices.length)
    shown.push({ name: `${slices.length - shown.length} others`, value: slices.slice(shown.length).reduce((sum, slice) => sum + slice.value, 0), itemStyle: { color: palette.muted } });
  const total = slices.reduce((sum, slice) => sum + slice.value, 0);
  const share = slice => total === 0 ? '' : new Intl.NumberFormat(LANGUAGE, { style: 'percent', maximumFractionDigits: 1 }).format(slice.value / total);

  // The names stand beside the ring where there is room for both, else in lines below it.
  const letters = Math.min(18, Math.max(...shown.map(slice => slice.name.length)));
  const names = 84 + 7 * letters;
  const short = name => name.length > letters ? `${name.slice(0, letters - 1)}…` : name;
  const isBeside = width - names >= 130;
  const lines = isBeside ? 0 : Math.min(3, Math.ceil(shown.length * names / width));
  const [room, tall] = isBeside ? [width - names, height] : [width, height - 22 * lines - 8];
  const radius = Math.max(20, Math.min(room, tall) / 2 - 6);
  return {
    legend: {
      orient: isBeside ? 'vertical' : 'horizontal', ...(isBeside ? { left: room + 6, top: 'middle' } : { bottom: 0, left: 'center' }), icon: 'circle', itemWidth: 10, itemHeight: 10, itemGap: isBeside ? 10 : 12,
      textStyle: { color: palette.text, fontSize: 12 },
      formatter: name => `${short(name)}  ${share(shown.find(slice => slice.name === name) ?? { value: 0 })}`,
    },
    tooltip: { trigger: 'item', valueFormatter: value => formatNumber(value, widget.display) },
    series: [{
      type: 'pie', radius: [radius * 0.62, radius], center: [room / 2, tall / 2], data: shown, label: { show: false },
      itemStyle: { borderColor: palette.surface, borderWidth: 2, borderRadius: 3 },
    }],
  };
}

function scatterOption(widget, chosen, palette) {
  const { x, y } = chosen;
  const lines = seriesOf(widget, chosen);
  const plain = { ...widget.display, format: 'number', unit: null };
  return {
    legend: legendOf(lines.map(line => line.name), palette),
    grid: { left: 8, right: 18, top: lines.length > 1 ? 58 : 26, bottom: 22, containLabel: true },
    tooltip: { trigger: 'item', formatter: point => `${point.seriesName}\n${x.heading}: ${formatCell(point.value[0], x, plain)}\n${y[0].heading}: ${formatNumber(point.value[1], widget.display)}` },
    xAxis: valueAxis(widget, palette, { name: x.heading, nameLocation: 'middle', nameGap: 26, scale: true, nameTextStyle: { color: palette.muted }, axisLabel: { color: palette.muted, fontSize: 11, formatter: value => formatTick(value, plain) } }),
    yAxis: valueAxis(widget, palette, { name: y[0].heading, scale: true, nameTextStyle: { color: palette.muted, align: 'left' } }),
    series: lines.map(line => ({ name: line.name, type: 'scatter', symbolSize: 9, itemStyle: { opacity: 0.75 }, data: line.points.map(point => [numberIn(point[0]), point[1]]).filter(point => point[0] !== null && point[1] !== null) })),
  };
}

/** The chart as a file: on a surface of its own, under its title. */
function svgOf(widget, chosen, theme) {
  const [width, height] = [960, 540];
  const palette = paletteOf(theme);
  const head = 44;
  const option = chartOption(widget, chosen, theme, { width, height: height - 2 * head });
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({
    ...option, animation: false, backgroundColor: palette.surface,
    title: { text: widget.title, left: 16, top: 14, textStyle: { color: palette.text, fontSize: 17, fontWeight: 600, fontFamily: palette.font } },
    ...(option.grid ? { grid: { ...option.grid, left: 16, right: 24, bottom: option.grid.bottom + 14, top: option.grid.top + head } } : {}),
    ...(option.legend.top === 0 ? { legend: { ...option.legend, top: head + 2, left: 16 } } : {}),
    ...(widget.kind === 'pie' ? { series: option.series.map(ring => ({ ...ring, center: [ring.center[0], ring.center[1] + head] })) } : {}),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
