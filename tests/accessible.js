// What axe does not look at, or leaves to a person, of WCAG 2.2 AA and RGAA 4.1: one fault a line.
() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const faults = [];
  const tell = (criterion, element) => faults.push(`${criterion}: ${element?.outerHTML?.slice(0, 160) ?? element}`);
  const shown = element => element.getClientRects().length > 0;
  const said = element => element.ariaLabel || all('[aria-label], img[alt], title', element)
    .map(inner => inner.ariaLabel || inner.alt || inner.textContent).join(' ') || element.textContent;
  const byId = (element, name) => (element.getAttribute(name) || '').split(/\s+/).filter(Boolean)
    .map(id => document.getElementById(id));

  // 8.5, 8.6, 9.1: titles and headings
  if (all('h1').length !== 1) tell('one h1', all('h1').length);
  if (!document.title.replace(/–[^–]*$/, '').trim()) tell('8.5 title', document.title);
  const levels = all('h1, h2, h3, h4, h5, h6').filter(shown);
  levels.forEach((heading, i) => {
    if (i && +heading.tagName[1] > +levels[i - 1].tagName[1] + 1) tell('9.1 level skipped', heading);
    if (!heading.textContent.trim()) tell('9.1 empty heading', heading);
  });

  // 8.7: words in another language say so where the page knows it
  all('a[hreflang]').forEach(link => link.lang === link.hreflang || tell('8.7 language of link', link));

  // 9.2, 12.6: landmarks, and their names
  for (const [selector, count] of [['main', 1], ['body > header, [role=banner]', 1], ['body > footer, [role=contentinfo]', 1]])
    if (all(selector).length !== count) tell('9.2 landmark', `${selector} × ${all(selector).length}`);
  for (const selector of ['nav', 'aside', '[role=search]', 'section[aria-label], section[aria-labelledby]']) {
    const names = all(selector).filter(shown).map(region => region.ariaLabel
      || byId(region, 'aria-labelledby').map(e => e?.textContent).join(' ') || '');
    if (selector === 'nav' && names.includes('')) tell('12.2 nav without a name', names);
    if (new Set(names).size < names.length) tell('12.2 two landmarks of one name', `${selector} ${names}`);
  }
  const skip = document.querySelector('a');
  if (!document.querySelector(skip?.getAttribute('href')?.match(/^#[\w-]+$/)?.[0] ?? 'never')) tell('12.7 skip link', skip);

  // 5: tables
  all('table').filter(shown).forEach(table => {
    if (table.getAttribute('role') === 'presentation') return;
    // In a text that people wrote the words before a table say what it is.
    if (!table.closest('.prose, .story') && !table.caption && !table.ariaLabel && !table.hasAttribute('aria-labelledby')) tell('5.4 table without a title', table);
    all('th', table).forEach(cell => cell.scope || tell('5.7 th without scope', cell));
    if (!table.querySelector('th')) tell('5.6 table without a heading', table);
  });

  // 6: links
  const vague = /^(ici|cliquez ici|lire|suite|lire la suite|plus|en savoir plus|lien|here|click here|more|read more|link)$/i;
  all('a[href]').filter(shown).forEach(link => {
    const text = said(link).replace(/\s+/g, ' ').trim();
    if (!text) tell('6.2 link without words', link);
    if (vague.test(text)) tell('6.1 link says nothing', link);
    if (link.target === '_blank') tell('13.2 opens a window', link);
    const anchor = link.getAttribute('href');
    if (/^#./.test(anchor) && !document.getElementById(decodeURIComponent(anchor.slice(1)))) tell('anchor leads nowhere', link);
  });

  // 1: pictures; 3.1: a mark stands beside a word
  all('img').forEach(image => image.hasAttribute('alt') || tell('1.1 img without alt', image));
  all('svg:not(svg svg)').filter(shown).forEach(drawing => {
    const named = drawing.ariaLabel || drawing.getAttribute('aria-labelledby') || drawing.closest('[aria-hidden=true]');
    if (!named) tell('1.1 drawing without a name', drawing);
    if (drawing.matches('.mark[aria-hidden]') && !(drawing.parentElement.textContent.trim() || drawing.closest('[aria-label]')))
      tell('3.1 mark without a word', drawing.parentElement);
  });

  // 11: forms
  const controls = all('input:not([type=hidden]), select, textarea');
  controls.forEach(control => {
    if (!control.labels.length && !control.ariaLabel && !control.hasAttribute('aria-labelledby')) tell('11.1 no label', control);
    if (control.ariaInvalid === 'true' && !byId(control, 'aria-describedby').some(e => e?.textContent.trim())
        && !byId(control.closest('fieldset') ?? control, 'aria-describedby').some(e => e?.textContent.trim()))
      tell('11.11 error not tied to its field', control);
    for (const name of ['aria-describedby', 'aria-labelledby', 'aria-controls'])
      if (byId(control, name).includes(null)) tell(`${name} leads nowhere`, control);
    if (control.type === 'password' && !/password/.test(control.autocomplete)) tell('11.13 autocomplete', control);
    if (control.type === 'email' && control.autocomplete !== 'email') tell('11.13 autocomplete', control);
  });
  const groups = {};
  all('input[type=radio], input[type=checkbox]').filter(shown).forEach(box => {
    (groups[`${box.form?.action} ${box.name}`] ??= []).push(box);
  });
  Object.values(groups).filter(boxes => boxes.length > 1).forEach(boxes => {
    const group = boxes[0].closest('fieldset, [role=group], [role=radiogroup]');
    const row = boxes[0].closest('tr');
    if (!row && (!group || !(group.querySelector('legend') || group.ariaLabel || group.hasAttribute('aria-labelledby'))))
      tell('11.5 boxes without a group', boxes[0]);
  });
  all('button').filter(shown).forEach(button => said(button).trim() || tell('11.9 button without words', button));

  // 12.8: nothing jumps the order of the page
  all('[tabindex]').filter(e => e.tabIndex > 0).forEach(e => tell('12.8 tabindex above zero', e));
  all('[accesskey]').forEach(e => tell('12.10 accesskey', e));
  const ids = all('[id]').map(e => e.id);
  ids.filter((id, i) => ids.indexOf(id) !== i).forEach(id => tell('8.2 id twice', id));
  return faults;
}
