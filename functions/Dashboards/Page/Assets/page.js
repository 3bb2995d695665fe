// Puts the page together, and keeps it right when its size or theme changes.

const THEME_KEY = 'dashboard-theme';
const content = JSON.parse(document.getElementById('content').textContent);
const systemDark = matchMedia('(prefers-color-scheme: dark)');

function storedTheme() {
  try {
    return localStorage.getItem(THEME_KEY);
  } catch {
    return null; // storage is refused to files and in some private windows
  }
}

function currentTheme() {
  return document.documentElement.dataset.theme ?? (systemDark.matches ? 'dark' : 'light');
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(THEME_KEY, theme);
  } catch { /* it holds for this visit */ }
}

function filterForm(form) {
  for (const filter of content.filters) {
    const group = element(filter.parameters.length > 1 ? 'fieldset' : 'div', { class: 'filter' });
    if (filter.parameters.length > 1)
      group.append(element('legend', {}, filter.label));
    filter.parameters.forEach((parameter, end) => {
      const id = `filter-${parameter.name}`;
      const label = filter.parameters.length > 1 ? `${filter.label}, ${['from', 'to'][end]}` : filter.label;
      const input = filter.options.length > 0
        ? element('select', { id, name: parameter.name }, element('option', { value: '' }, 'All'), ...filter.options.map(option => element('option', { value: option, selected: option === parameter.value }, option)))
        : element('input', { id, name: parameter.name, value: parameter.value, type: filter.type === 'date' ? 'date' : 'text', ...(filter.type === 'number' ? { inputmode: 'decimal' } : {}) });
      group.append(element('label', { for: id, class: filter.parameters.length > 1 ? 'hidden' : null }, label), input);
      if (filter.parameters.length > 1 && end === 0)
        group.append(element('span', { 'aria-hidden': 'true', class: 'until' }, '–'));
    });
    form.append(group);
  }
  form.append(element('div', { class: 'filter-actions' }, element('button', { type: 'submit', class: 'button primary' }, 'Apply'), element('a', { class: 'button', href: location.pathname }, 'Reset')));
  form.hidden = false;
}

/** What the filters are set to, for where they cannot be set anew. */
function filterWords() {
  const set = content.filters.flatMap(filter => filter.parameters
    .map((parameter, end) => ({ label: `${filter.label}${filter.parameters.length > 1 ? ` ${['from', 'to'][end]}` : ''}`, value: parameter.value }))
    .filter(end => end.value).map(end => `${end.label}: ${end.value}`));
  return set.length > 0 ? ` · ${set.join(', ')}` : '';
}

function refreshAddress() {
  const address = new URL(location.href);
  address.searchParams.set('refresh', 'true');
  return address.pathname + address.search;
}

function start() {
  const stored = storedTheme();
  if (stored === 'dark' || stored === 'light')
    document.documentElement.dataset.theme = stored;

  const grid = document.getElementById('widgets');
  const widgets = content.widgets.map(widgetElement);
  grid.replaceChildren(...widgets.map(widget => widget.section));
  if (widgets.length === 0)
    grid.append(message('empty', 'This dashboard has no widgets yet'));

  const tools = document.getElementById('tools');
  const themeSwitch = button('', 'Dark appearance', () => {
    setTheme(currentTheme() === 'dark' ? 'light' : 'dark');
    drawAll();
  });
  themeSwitch.className = 'button theme';
  if (content.can_refresh)
    tools.append(element('a', { class: 'button', href: refreshAddress() }, 'Refresh'));
  tools.append(themeSwitch);
  if (content.filters.length > 0 && !content.is_static)
    filterForm(document.getElementById('filters'));

  const oldest = content.widgets.map(widget => widget.read_at).filter(Boolean).sort()[0];
  const age = content.is_static ? '' : oldest ? ` · data read ${ageOf(oldest)}` : '';
  const time = `${content.is_static ? 'Snapshot of ' : 'As of '}${formatDate(content.generated_at)} (${content.time_zone})`;
  document.getElementById('footer').textContent = `${time}${age}${content.is_static ? filterWords() : ''}`;
  document.getElementById('note').textContent = time + filterWords();

  const drawAll = isOnPaper => {
    const theme = currentTheme();
    themeSwitch.textContent = theme === 'dark' ? 'Light' : 'Dark';
    themeSwitch.setAttribute('aria-label', theme === 'dark' ? 'Light appearance' : 'Dark appearance');
    themeSwitch.title = themeSwitch.getAttribute('aria-label');
    for (const widget of widgets)
      widget.draw(theme, isOnPaper);
  };
  drawAll();
  systemDark.addEventListener('change', () => drawAll());
  let width = 0;
  new ResizeObserver(() => {
    if (grid.clientWidth !== width) {
      width = grid.clientWidth;
      drawAll();
    }
  }).observe(grid);

  // Paper is white.
  let before = null;
  addEventListener('beforeprint', () => {
    before = document.documentElement.dataset.theme ?? null;
    document.documentElement.dataset.theme = 'light';
    drawAll(true);
  });
  addEventListener('afterprint', () => {
    if (before === null)
      delete document.documentElement.dataset.theme;
    else
      document.documentElement.dataset.theme = before;
    drawAll();
  });

  // A page loaded again by itself shall not have everything read anew each time.
  if (!content.is_static && location.search.includes('refresh=')) {
    const address = new URL(location.href);
    address.searchParams.delete('refresh');
    history.replaceState(null, '', address.pathname + address.search);
  }
  if (!content.is_static && content.refresh_seconds >= 30)
    setInterval(() => document.visibilityState === 'visible' && !document.activeElement?.closest('.filters') && location.reload(), content.refresh_seconds * 1000);
  document.documentElement.dataset.ready = 'true';
}

start();
