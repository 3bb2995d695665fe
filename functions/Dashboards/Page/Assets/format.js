// Numbers and dates as people read them.

const LANGUAGE = 'en';

function numberFormat(display, options) {
  const style = display.format === 'currency' ? { style: 'currency', currency: display.unit } : display.format === 'percent' ? { style: 'percent' } : {};
  return new Intl.NumberFormat(LANGUAGE, { ...style, ...options });
}

function withUnit(text, display) {
  return display.format === 'number' && display.unit ? `${text} ${display.unit}` : text;
}

/** A value in a table or a tooltip. */
function formatNumber(value, display) {
  const number = Number(value);
  const digits = display.format === 'currency' ? {} : { maximumFractionDigits: Number.isInteger(number) ? 0 : Math.abs(number) < 1 ? 4 : 2 };
  return withUnit(numberFormat(display, digits).format(number), display);
}

/** A value in large letters: whole where the rest would be noise. */
function formatHeadline(value, display) {
  const number = Number(value);
  const size = Math.abs(display.format === 'percent' ? number * 100 : number);
  const digits = size >= 1000 || Number.isInteger(number) ? { maximumFractionDigits: display.format === 'percent' ? 1 : 0 } : { maximumFractionDigits: 2 };
  return withUnit(numberFormat(display, { ...digits, ...(size >= 1e9 ? { notation: 'compact', maximumFractionDigits: 2 } : {}) }).format(number), display);
}

/** A value on an axis: as short as it can be. */
function formatTick(value, display) {
  const currency = display.format === 'currency' ? { minimumFractionDigits: 0 } : {};
  return numberFormat(display, { ...currency, notation: 'compact', maximumFractionDigits: Math.abs(value) < 1 ? 2 : 1 }).format(value);
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?/;

/** The time on the clock that a text names, in milliseconds; null for what is no date. Zones are the server's business. */
function clockOf(text) {
  const parts = typeof text === 'string' ? DATE.exec(text) : null;
  return parts ? Date.UTC(+parts[1], +parts[2] - 1, +parts[3], +(parts[4] ?? 0), +(parts[5] ?? 0), +(parts[6] ?? 0)) : null;
}

const dayFormat = new Intl.DateTimeFormat(LANGUAGE, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
const shortDayFormat = new Intl.DateTimeFormat(LANGUAGE, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const monthFormat = new Intl.DateTimeFormat(LANGUAGE, { month: 'short', year: 'numeric', timeZone: 'UTC' });
const hourFormat = new Intl.DateTimeFormat(LANGUAGE, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'UTC' });

function formatDate(text) {
  const clock = clockOf(text);
  if (clock === null)
    return String(text);
  return clock % 86400000 === 0 ? dayFormat.format(clock) : `${dayFormat.format(clock)}, ${hourFormat.format(clock)}`;
}

/** Only what tells the ticks of one axis apart. */
function dateTick(clocks) {
  const span = clocks.length > 1 ? Math.max(...clocks) - Math.min(...clocks) : 0;
  if (span <= 86400000 && clocks.some(clock => clock % 86400000 !== 0))
    return clock => hourFormat.format(clock);
  return span > 500 * 86400000 ? clock => monthFormat.format(clock) : clock => shortDayFormat.format(clock);
}

function ageOf(text) {
  const minutes = Math.floor((Date.now() - Date.parse(text)) / 60000);
  if (Number.isNaN(minutes) || minutes < 1)
    return 'just now';
  const [count, unit] = minutes < 60 ? [minutes, 'minute'] : minutes < 2880 ? [Math.floor(minutes / 60), 'hour'] : [Math.floor(minutes / 1440), 'day'];
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
}
