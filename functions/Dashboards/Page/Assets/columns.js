// What the columns of a result are, and which of them a widget draws.

function typeOf(column, index, rows) {
  const kind = column.kind.toLowerCase();
  if (['integer', 'decimal', 'float'].includes(kind))
    return 'number';
  if (['date', 'timestamp', 'timestamptz'].includes(kind))
    return 'date';
  if (kind === 'boolean')
    return 'boolean';
  // Databases that do not say: then the values do.
  const values = rows.map(row => row[index]).filter(value => value !== null);
  if (values.length > 0 && kind === 'other' && values.every(value => typeof value === 'number'))
    return 'number';
  return values.length > 0 && ['other', 'text'].includes(kind) && values.every(value => clockOf(value) !== null) ? 'date' : 'text';
}

/** 'order_count' as a heading. */
function headingOf(name) {
  const words = name.replaceAll('_', ' ').trim();
  return words ? words[0].toUpperCase() + words.slice(1) : 'Value';
}

function columnsOf(widget) {
  return widget.columns.map((column, index) => ({ name: column.name, heading: headingOf(column.name), index, type: typeOf(column, index, widget.rows) }));
}

/** The columns that a chart draws, or what is wrong with those that it is told to. */
function chosenColumns(widget) {
  const columns = columnsOf(widget);
  const display = widget.display;
  const named = name => columns.find(column => column.name === name) ?? columns.find(column => column.name.toLowerCase() === name.toLowerCase());
  const missing = [display.x, display.series, display.comparison, ...display.y].find(name => name && !named(name));
  if (missing)
    return { problem: `The result has no column '${missing}'; it has ${columns.map(column => column.name).join(', ')}.` };

  const comparison = display.comparison ? named(display.comparison) : undefined;
  const isLine = widget.kind === 'line' || widget.kind === 'area';
  const bounds = isLine ? columns.flatMap(column => Object.values(boundsOf(column, columns) ?? {})) : [];
  const free = columns.filter(column => column !== comparison && !bounds.includes(column) && !display.y.includes(column.name) && column.name !== display.series);
  const scattered = widget.kind === 'scatter' ? free.find(column => column.type === 'number') : undefined;
  const x = display.x ? named(display.x) : scattered ?? free.find(column => column.type === 'date') ?? free.find(column => column.type !== 'number') ?? (widget.kind === 'metric' ? undefined : free[0]);
  const rest = free.filter(column => column !== x);
  const values = display.y.length > 0 ? display.y.map(named) : rest.filter(column => column.type === 'number');
  // A column of names makes series only where the names come again.
  const repeats = column => new Set(widget.rows.map(row => row[column.index])).size * 2 <= widget.rows.length;
  const words = rest.filter(column => (column.type === 'text' || column.type === 'boolean') && repeats(column));
  const series = display.series ? named(display.series) : values.length === 1 && words.length === 1 && widget.kind !== 'pie' ? words[0] : undefined;
  return { columns, x, y: values, series, comparison };
}

/** The columns between which the true values of another are expected: 'sales' has 'sales_lower' and 'sales_upper'. */
function boundsOf(column, columns) {
  const end = name => columns.find(other => other.type === 'number' && other.name === `${column.name}_${name}`);
  const [lower, upper] = [end('lower'), end('upper')];
  return lower && upper ? { lower, upper } : undefined;
}

function formatCell(value, column, display) {
  if (value === null)
    return '–';
  if (column.type === 'number')
    return formatNumber(value, display);
  if (column.type === 'date')
    return formatDate(value);
  return column.type === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

function csvOf(widget) {
  // A spreadsheet runs text that begins so as a formula. An apostrophe in front makes it text again.
  const guarded = text => /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  const quoted = text => text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const columns = columnsOf(widget);
  const lines = [columns.map(column => quoted(guarded(column.name)))];
  for (const row of widget.rows)
    lines.push(row.map((value, index) => value === null ? '' : quoted(columns[index].type === 'number' ? String(value) : guarded(String(value)))));
  return lines.map(line => line.join(',') + '\r\n').join('');
}
