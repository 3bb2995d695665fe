// Widgets as elements. What comes from data is always set as text.

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== undefined && value !== null && value !== false)
      made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...children.filter(child => child !== undefined && child !== null));
  return made;
}

function message(kind, text, detail) {
  return element('div', { class: `message ${kind}`, role: kind === 'error' ? 'alert' : 'status' }, element('p', { class: 'message-text' }, text), detail ? element('p', { class: 'message-detail' }, detail) : null);
}

function tableOf(widget, isWhole) {
  const columns = columnsOf(widget);
  const shown = widget.display.y.length > 0 && isWhole
    ? columns.filter(column => [widget.display.x, widget.display.series, ...widget.display.y].some(name => name && name.toLowerCase() === column.name.toLowerCase()))
    : columns;
  const cells = row => shown.map(column => element('td', { class: column.type === 'number' ? 'number' : null }, formatCell(row[column.index], column, widget.display)));
  return element('div', { class: 'table-frame', tabindex: '0', role: 'region', 'aria-label': `${widget.title}: table` },
    element('table', {},
      element('caption', { class: 'hidden' }, `${widget.title}. ${widget.summary ?? ''}`),
      element('thead', {}, element('tr', {}, ...shown.map(column => element('th', { scope: 'col', class: column.type === 'number' ? 'number' : null }, column.heading)))),
      element('tbody', {}, ...widget.rows.map(row => element('tr', {}, ...cells(row))))));
}

function metricOf(widget, chosen) {
  const column = chosen.y[0] ?? chosen.columns[0];
  const value = widget.rows[0][column.index];
  const isNumber = column.type === 'number' && value !== null;
  const body = element('div', { class: 'metric' },
    element('p', { class: 'metric-value', title: isNumber ? formatNumber(value, widget.display) : null }, isNumber ? formatHeadline(value, widget.display) : formatCell(value, column, widget.display)));
  const before = chosen.comparison ? widget.rows[0][chosen.comparison.index] : null;
  if (isNumber && before !== null && Number(before) !== 0) {
    const change = Number(value) / Number(before) - 1;
    const percent = new Intl.NumberFormat(LANGUAGE, { style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format(change);
    const direction = change > 0.0005 ? 'up' : change < -0.0005 ? 'down' : 'flat';
    body.append(element('p', { class: 'metric-change' },
      element('span', { class: `change ${direction}` }, element('span', { 'aria-hidden': 'true' }, { up: '▲ ', down: '▼ ', flat: '■ ' }[direction]), percent),
      element('span', { class: 'metric-before' }, ` from ${formatHeadline(before, widget.display)}`)));
  }
  return body;
}

/** Paragraphs, headings (#) and lists (-). */
function textOf(widget) {
  const body = element('div', { class: 'words' });
  let list = null;
  for (const line of widget.text.split('\n')) {
    const item = /^[-*] (.*)/.exec(line);
    const heading = /^#{1,3} (.*)/.exec(line);
    if (item) {
      if (!list)
        body.append(list = element('ul'));
      list.append(element('li', {}, item[1]));
      continue;
    }
    list = null;
    if (heading)
      body.append(element('h3', {}, heading[1]));
    else if (line.trim())
      body.append(element('p', {}, line));
  }
  return body;
}

function save(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  element('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

const fileName = widget => (widget.title || widget.kind).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '') || 'widget';

function button(label, what, onClick, attributes) {
  const made = element('button', { type: 'button', class: 'tool', 'aria-label': `${what}`, title: what, ...attributes }, label);
  made.addEventListener('click', onClick);
  return made;
}

/** Pixels between the margins of a page of paper, and rows of a table that it holds. */
const PAPER_WIDTH = 1032;
const PAPER_ROWS = 18;

const isChart = widget => !['metric', 'table', 'text'].includes(widget.kind);

/** A widget's element, and what draws it anew when its size or the theme changes. */
function widgetElement(widget) {
  const heading = `title-${widget.id}`;
  const body = element('div', { class: 'widget-body' });
  const tools = element('div', { class: 'widget-tools' });
  const section = element('section', { class: `widget ${widget.kind}${widget.rows?.length > PAPER_ROWS ? ' long' : ''}`, id: `widget-${widget.id}`, 'aria-labelledby': widget.title ? heading : null, 'aria-label': widget.title ? null : widget.kind },
    widget.title || widget.kind !== 'text'
      ? element('div', { class: 'widget-head' }, element('div', {}, element('h2', { id: heading }, widget.title), widget.description ? element('p', { class: 'widget-note' }, widget.description) : null), tools)
      : null,
    body);
  const { x, y, w, h } = widget.position;
  section.style.setProperty('--column', `${x + 1} / span ${w}`);
  section.style.setProperty('--rows', `${y + 1} / span ${h}`);
  section.style.setProperty('--height', h);
  let draw = () => { };

  if (widget.kind === 'text') {
    body.append(textOf(widget));
  } else if (widget.error) {
    body.append(message('error', 'This widget could not be read', widget.error));
  } else if (widget.rows.length === 0) {
    body.append(message('empty', 'No rows'));
  } else {
    const chosen = chosenColumns(widget);
    const isDrawable = chosen.problem || widget.kind === 'metric' || widget.kind === 'table' || (chosen.x && chosen.y.length > 0);
    if (chosen.problem)
      body.append(message('error', 'This widget cannot be drawn', chosen.problem));
    else if (!isDrawable)
      body.append(message('error', 'This widget cannot be drawn', 'A chart needs a column of names or times and a column of numbers.'));
    else if (widget.kind === 'metric')
      body.append(metricOf(widget, chosen));
    else if (widget.kind === 'table')
      body.append(tableOf(widget, true));
    else
      draw = chartIn(widget, chosen, body, tools);
  }

  if (widget.rows?.length > 0)
    tools.append(button('CSV', `Download the rows of ${widget.title} as CSV`, () => save(`${fileName(widget)}.csv`, 'text/csv;charset=utf-8', csvOf(widget))));
  if (widget.is_truncated)
    section.append(element('p', { class: 'widget-foot' }, `The first ${new Intl.NumberFormat(LANGUAGE).format(widget.rows.length)} rows are shown.`));
  return { section, draw };
}

function chartIn(widget, chosen, body, tools) {
  const drawing = element('div', { class: 'drawing', role: 'img', 'aria-label': `${widget.kind} chart: ${widget.title}. ${widget.summary ?? ''} The data is in the table of this widget.` });
  const table = tableOf(widget, false);
  table.hidden = true;
  body.append(drawing, table);
  const toggle = button('Table', `Show ${widget.title} as a table`, () => {
    table.hidden = !table.hidden;
    drawing.hidden = !table.hidden;
    toggle.setAttribute('aria-pressed', String(!table.hidden));
    if (table.hidden)
      draw(currentTheme());
  }, { 'aria-pressed': 'false' });
  tools.append(toggle, button('SVG', `Download ${widget.title} as SVG`, () => save(`${fileName(widget)}.svg`, 'image/svg+xml', svgOf(widget, chosen, currentTheme()))));

  let chart = null;
  const draw = (theme, isOnPaper) => {
    const size = isOnPaper ? sizeOnPaper(widget, drawing) : { width: drawing.clientWidth, height: drawing.clientHeight };
    if (drawing.hidden || size.width === 0)
      return;
    const option = chartOption(widget, chosen, theme, size);
    // Only what is new moves: a ring that is drawn for another size would keep its old one for a while.
    const isMoving = option.animation && !chart && !isOnPaper;
    chart ??= echarts.init(drawing, null, { renderer: 'svg', ...size });
    chart.resize(size);
    chart.setOption({ ...option, animation: isMoving }, true);
    const svg = drawing.querySelector('svg');
    svg?.setAttribute('aria-hidden', 'true');
    svg?.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`);
  };
  return draw;
}

/** The size that a drawing has on A4 in landscape, which is not laid out yet when it is drawn for it. */
function sizeOnPaper(widget, drawing) {
  const style = getComputedStyle(document.documentElement);
  const [unit, gap] = ['--unit', '--gap'].map(name => parseFloat(style.getPropertyValue(name)));
  const head = drawing.closest('.widget').querySelector('.widget-head');
  const [across, down] = [38, 34 + 10 + head.offsetHeight]; // borders, padding, head
  return { width: (PAPER_WIDTH + gap) / 12 * widget.position.w - gap - across, height: widget.position.h * (unit + gap) - gap - down };
}
