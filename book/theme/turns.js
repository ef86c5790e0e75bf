// What this book adds to mdBook's script. Without it every page can still be read: tabs are radio
// buttons, the language picker is a link, and the sidebar's label works by style alone.
(() => {
  'use strict';

  const zh = document.documentElement.lang.startsWith('zh');
  const words = zh
    ? { copy: '复制代码', copied: '已复制', failed: '复制失败', whole: '显示完整程序', fold: '折叠相同的部分', beside: '与 Python 并排', search: '搜索本书', none: '没有找到', found: (n) => `找到 ${n} 页`, offline: '直接打开本地文件时无法搜索。请运行 cargo book serve，再打开它给出的地址。', sidebar: '显示或隐藏目录', filter: '只显示包含这些文字的行', rows: (n) => `${n} 行` }
    : { copy: 'Copy the code', copied: 'Copied', failed: 'Not copied', whole: 'Show the whole program', fold: 'Fold what is the same', beside: 'Beside Python', search: 'Search the book', none: 'Nothing found', found: (n) => `${n} ${n === 1 ? 'page' : 'pages'} found`, offline: 'Files opened directly cannot be searched. Run cargo book serve and use the address that it prints.', sidebar: 'Toggle Table of Contents', filter: 'Only rows with', rows: (n) => `${n} ${n === 1 ? 'row' : 'rows'}` };

  // What a reader chose holds for every listing of the book. Storage may be off: then the choice is
  // for this page.
  const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* as above */ } };

  // The side.
  const SIDE = 'turns-side';
  const choose = (side) => {
    for (const input of document.querySelectorAll(`.tabs > input[data-side="${side}"]`)) input.checked = true;
  };

  // Whether Python stands beside it, where there is room for both. Then Python cannot be the side.
  const BESIDE = 'turns-beside';
  const room = matchMedia('(min-width: 1200px)');
  const besides = [];
  const setBeside = (on) => {
    document.documentElement.classList.toggle('set-beside', on);
    for (const button of besides) button.setAttribute('aria-pressed', String(on));
    if (!on || !room.matches) return;
    for (const tabs of document.querySelectorAll('.two-sides > .tabs')) {
      if (tabs.querySelector(':scope > input:checked')?.dataset.side === 'python') {
        tabs.querySelector(':scope > input:not([data-side="python"])').checked = true;
      }
    }
  };
  const isBeside = () => document.documentElement.classList.contains('set-beside');
  // What stands above may grow or shrink: what was clicked stays where it is.
  const inPlace = (element, change) => {
    const top = element.getBoundingClientRect().top;
    change();
    window.scrollBy({ top: element.getBoundingClientRect().top - top, behavior: 'instant' });
  };
  for (const tabs of document.querySelectorAll('.two-sides > .tabs')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'beside';
    button.textContent = words.beside;
    button.addEventListener('click', () => {
      const on = !isBeside();
      inPlace(button, () => setBeside(on));
      keep(BESIDE, on ? 'yes' : 'no');
    });
    tabs.querySelector(':scope > .panels').before(button);
    besides.push(button);
  }
  choose(kept(SIDE));
  setBeside(kept(BESIDE) === 'yes');
  room.addEventListener('change', () => setBeside(isBeside()));
  // An address that ends in #listing-NAME--SIDE leads to that side, for this visit.
  const bySide = () => {
    const panel = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!panel?.matches('.panel')) return;
    choose(panel.dataset.side);
    setBeside(isBeside());
    panel.closest('.listing').scrollIntoView({ behavior: 'instant' });
  };
  bySide();
  window.addEventListener('hashchange', bySide);
  document.addEventListener('change', (event) => {
    const { side } = event.target.dataset;
    if (!side) return;
    inPlace(event.target, () => { choose(side); setBeside(isBeside()); });
    keep(SIDE, side);
  });

  // What hides this opens: folds around it, and the tab that it is in.
  const reveal = (element) => {
    for (let fold = element; (fold = fold.parentElement?.closest('details:not([open])'));) fold.open = true;
    const panel = element.closest('.tabs .panel');
    if (panel && !panel.getClientRects().length) { choose(panel.dataset.side); setBeside(isBeside()); }
  };
  // The browser's own search does not look into tabs that are not shown. While it is open, they are
  // hidden in a way that it looks into, and the tab with what it finds is chosen.
  const panels = [...document.querySelectorAll('.tabs .panel')];
  const findable = (on) => {
    for (const panel of panels) {
      if (on && !panel.getClientRects().length) panel.hidden = 'until-found';
      else if (!on) panel.hidden = false;
    }
  };
  if ('onbeforematch' in document) {
    document.addEventListener('keydown', (event) => {
      const finds = event.key === 'F3' || ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f');
      if (finds && !event.altKey) findable(true);
    });
    document.addEventListener('beforematch', (event) => {
      if (!event.target.matches('.panel')) return;
      findable(false);
      reveal(event.target);
    });
    document.addEventListener('change', (event) => { if (event.target.dataset.side) findable(false); }, true);
    document.addEventListener('click', (event) => { if (event.target.matches('.beside')) findable(false); }, true);
  }

  // A label may not say whether what it opens is open; a button may.
  const label = document.getElementById('mdbook-sidebar-toggle');
  const box = document.getElementById('mdbook-sidebar-toggle-anchor');
  if (label && box) {
    const button = document.createElement('button');
    button.type = 'button';
    button.id = label.id;
    button.className = label.className;
    button.title = words.sidebar;
    button.setAttribute('aria-label', words.sidebar);
    button.setAttribute('aria-controls', 'mdbook-sidebar');
    button.append(...label.childNodes);
    const show = () => button.setAttribute('aria-expanded', String(box.checked));
    button.addEventListener('click', () => {
      // mdBook hides the closed sidebar by a style, and takes that back at a click on its label.
      const sidebar = document.getElementById('mdbook-sidebar');
      sidebar.style.display = '';
      void sidebar.offsetHeight; // Without a layout in between, Safari skips the animation.
      box.click();
    });
    box.addEventListener('change', show);
    show();
    label.replaceWith(button);
  }

  // mdBook turns the page on the left and right arrows. In code, a table or a picture that is wider
  // than its place they scroll, as they do in every other page.
  window.addEventListener('keydown', (event) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    const box = event.target.closest?.('.program, pre > code, .table-wrapper, .picture');
    if (box && box.scrollWidth > box.clientWidth) event.stopImmediatePropagation();
  }, true);

  // Copying: a program as a whole, whatever of it is folded. mdBook's own buttons copy one block,
  // and speak English only.
  for (const buttons of document.querySelectorAll('main pre > .buttons')) {
    buttons.querySelector('.clip-button')?.remove();
    if (!buttons.children.length) buttons.remove();
  }
  // Pages may lie on a disk, where the clipboard's newer interface is not to be had.
  const put = (text) => {
    const field = document.createElement('textarea');
    field.value = text;
    field.style.cssText = 'position: fixed; top: 0; opacity: 0';
    document.body.append(field);
    field.select();
    try { return document.execCommand('copy'); } catch { return false; } finally { field.remove(); }
  };
  // The blank lines between two parts of a program stand in their attributes.
  const whole = (program) => [...program.querySelectorAll('.code')].map((part) => {
    const code = part.querySelector('pre > code')?.textContent.replace(/\n*$/, '\n') ?? '';
    return '\n'.repeat(part.dataset.above ?? 0) + code + '\n'.repeat(part.dataset.below ?? 0);
  }).join('');
  // A script that needs a program’s lines reads them as they are in its file.
  globalThis.takingTurns = { whole };
  // A selection over several parts has the blank lines between them, and what is folded.
  document.addEventListener('copy', (event) => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const within = range.commonAncestorContainer;
    const program = (within.closest ? within : within.parentElement)?.closest('.program');
    if (!program) return;
    const part = document.createElement('div');
    part.append(range.cloneContents());
    if (part.querySelectorAll('.code').length < 2) return;
    event.clipboardData.setData('text/plain', whole(part).replace(/\n*$/, '\n'));
    event.preventDefault();
  });
  const icon = document.getElementById('fa-copy')?.innerHTML ?? '';
  const blocks = [...document.querySelectorAll('main pre')].filter((pre) => !pre.closest('.program'));
  for (const block of [...document.querySelectorAll('main .program'), ...blocks]) {
    const holder = document.createElement('div');
    holder.className = 'copied-from';
    block.replaceWith(holder);
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    const idle = () => {
      button.innerHTML = icon || words.copy;
      button.title = words.copy;
      button.setAttribute('aria-label', words.copy);
      button.classList.remove('done');
    };
    idle();
    button.addEventListener('click', () => {
      const own = [...block.querySelectorAll('code')].map((code) => code.textContent).join('');
      const text = block.classList.contains('program') ? whole(block) : own;
      const done = put(text);
      button.textContent = done ? words.copied : words.failed;
      button.removeAttribute('aria-label');
      button.classList.add('done');
      button.focus();
      setTimeout(idle, 2000);
    });
    holder.append(block, button);
  }

  // One button opens all that a listing folds.
  for (const since of document.querySelectorAll('main .since')) {
    const parts = () => [...since.parentElement.querySelectorAll('details.same')];
    const button = document.createElement('button');
    button.type = 'button';
    const show = () => { button.textContent = parts().every((part) => part.open) ? words.fold : words.whole; };
    button.addEventListener('click', () => {
      const open = !parts().every((part) => part.open);
      for (const part of parts()) part.open = open;
      show();
    });
    for (const part of parts()) part.addEventListener('toggle', show);
    show();
    since.append(button);
  }

  // Search, by Pagefind: loaded when first used.
  const bar = document.querySelector('#mdbook-menu-bar .right-buttons');
  const content = document.getElementById('mdbook-content');
  if (!bar || !content) return;
  const panel = document.createElement('search');
  panel.id = 'book-search';
  panel.hidden = true;
  panel.innerHTML = '<input type="search" autocomplete="off"><p role="status"></p><ol></ol>';
  const [input, status, list] = panel.children;
  input.placeholder = words.search;
  input.setAttribute('aria-label', words.search);
  content.before(panel);

  const open = document.createElement('button');
  open.type = 'button';
  open.id = 'book-search-toggle';
  open.className = 'icon-button';
  open.title = `${words.search} (/)`;
  open.setAttribute('aria-label', words.search);
  open.setAttribute('aria-controls', panel.id);
  open.innerHTML = '<svg aria-hidden="true" width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="2"><circle cx="6.5" cy="6.5" r="4.5"/><path d="M10 10l5 5"/></svg>';
  bar.prepend(open);

  const toggle = (shown) => {
    panel.hidden = !shown;
    open.setAttribute('aria-expanded', String(shown));
    // It stays below the menu bar, wherever the reader is: nothing needs to scroll.
    if (shown) { input.focus({ preventScroll: true }); }
  };
  toggle(false);
  // Whoever comes back from a page that was found still has the question and its answer: the entry
  // of the browser's history keeps it.
  const remember = (query) => history.replaceState({ ...history.state, search: query }, '');
  const back = (state) => {
    if (!state?.search) return;
    input.value = state.search;
    toggle(true);
    ask();
  };
  // What was found may stand on this very page: nothing lies over it.
  list.addEventListener('click', (event) => {
    const link = event.target.closest('a');
    if (!link) return;
    remember(input.value);
    toggle(false);
    // Latin words as they were found, in whatever form; Chinese ones as they were asked for.
    const excerpt = [...link.closest('li').querySelectorAll('mark')].map((word) => word.textContent.toLowerCase());
    const latin = excerpt.map((word) => word.match(/[\p{Script=Latin}\p{N}_]+/u)?.[0]);
    const words = new Set([...latin, ...(input.value.match(/\p{Script=Han}+/gu) ?? [])].filter(Boolean));
    try { sessionStorage.setItem(FOUND, JSON.stringify({ url: link.href, words: [...words] })); } catch { return; }
    setTimeout(mark, 100);
  });
  const close = () => { toggle(false); remember(undefined); };
  open.addEventListener('click', () => (panel.hidden ? toggle(true) : close()));
  panel.addEventListener('keydown', (event) => {
    event.stopPropagation(); // mdBook turns the page on arrow keys.
    if (event.key === 'Escape') { close(); open.focus({ preventScroll: true }); }
  });
  window.addEventListener('popstate', (event) => back(event.state));
  window.addEventListener('pageshow', (event) => { if (event.persisted) back(history.state); });
  document.addEventListener('keydown', (event) => {
    const typing = /^(input|textarea|select)$/i.test(event.target.tagName) && event.target.type !== 'radio';
    if ((event.key === '/' || event.key === 's') && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      toggle(true);
    }
  });

  // The other language, in the bar: it leads to the section that is read.
  const other = document.querySelector('nav.edition .other-language');
  if (other) {
    const link = other.cloneNode(true);
    link.className = 'bar-language';
    const sections = [...document.querySelectorAll('main :is(h2, h3)[id]')];
    const read = () => {
      const above = sections.filter((heading) => heading.getBoundingClientRect().top < 160);
      return above.length ? `#${encodeURIComponent(above.at(-1).id)}` : '';
    };
    // Before it is followed, in whatever way.
    for (const before of ['pointerdown', 'focus', 'click', 'contextmenu']) {
      link.addEventListener(before, () => { link.hash = read(); });
    }
    open.before(link);
  }

  // What was searched for is marked where it was found, and shown if a tab or a fold hides it.
  const FOUND = 'turns-found';
  const mark = (isLoad) => {
    let asked;
    try {
      asked = JSON.parse(sessionStorage.getItem(FOUND));
      if (isLoad || asked?.url === location.href) sessionStorage.removeItem(FOUND);
    } catch { return; }
    if (!asked?.words.length || asked.url !== location.href) return;
    const main = document.querySelector('main');
    const start = document.getElementById(decodeURIComponent(location.hash.slice(1))) ?? main;
    const follows = (node) => start.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
    const end = start === main ? null : [...main.querySelectorAll('h1, h2, h3, h4')].find(follows);
    const word = new RegExp(asked.words.map((w) => w.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|'), 'giu');
    const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode() && found.length < 200) {
      const text = texts.currentNode;
      if (!follows(text)) continue;
      if (end && !(end.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_PRECEDING)) break;
      if (text.parentElement.closest('[data-pagefind-ignore], script, style, svg')) continue;
      for (const match of text.data.matchAll(word)) {
        const range = document.createRange();
        range.setStart(text, match.index);
        range.setEnd(text, match.index + match[0].length);
        found.push(range);
      }
    }
    if (!found.length) return;
    const seen = (range) => range.getClientRects().length > 0;
    const first = found.find(seen) ?? found[0];
    if (!seen(first)) reveal(first.startContainer.parentElement);
    if (globalThis.Highlight) CSS.highlights.set('found', new Highlight(...found));
    const { top, bottom } = first.getBoundingClientRect();
    if (top < 60 || bottom > innerHeight) first.startContainer.parentElement.scrollIntoView({ block: 'center', behavior: 'instant' });
  };
  mark(true);

  const root = new URL(`${path_to_root || './'}../`, location.href);
  let engine;
  const pagefind = () => {
    engine ??= import(new URL('pagefind/pagefind.js', root)).then(async (found) => {
      await found.options({ baseUrl: root.pathname });
      return found;
    });
    return engine;
  };
  // Pagefind cuts a Chinese word that it is asked for into characters, and finds pages that have
  // them anywhere. In quotes it finds them as they stand beside each other; but quotes hold for a
  // whole question. So each Chinese word is a question of its own, and a page has to answer all.
  const parts = (query) => {
    if (/["“”]/.test(query)) return [query.replace(/[“”]/g, '"')];
    const rest = query.replace(/\p{Script=Han}+/gu, ' ').trim();
    const chinese = query.match(/\p{Script=Han}+/gu) ?? [];
    return [...chinese.map((word) => `"${word}"`), ...(rest ? [rest] : [])];
  };
  let asked = 0;
  const ask = async () => {
    const turn = ++asked;
    const query = input.value.trim();
    if (!query) { list.replaceChildren(); status.textContent = ''; return; }
    if (location.protocol === 'file:') { status.textContent = words.offline; return; }
    const engine = await pagefind();
    await new Promise((go) => setTimeout(go, 150));
    if (turn !== asked) return;
    const [search, ...others] = await Promise.all(parts(query).map((part) => engine.search(part)));
    if (turn !== asked) return;
    const inAll = others.map((other) => new Set(other.results.map((result) => result.id)));
    search.results = search.results.filter((result) => inAll.every((ids) => ids.has(result.id)));
    const pages = await Promise.all(search.results.slice(0, 20).map((result) => result.data()));
    if (turn !== asked) return;
    status.textContent = pages.length ? words.found(search.results.length) : words.none;
    list.replaceChildren(...pages.map((page) => {
      const item = document.createElement('li');
      const places = page.sub_results.length ? page.sub_results.slice(0, 3) : [{ url: page.url, title: page.meta.title, excerpt: page.excerpt }];
      // A section's title alone does not say where it is.
      if (page.meta.title && places.some((place) => place.title && place.title !== page.meta.title)) {
        const chapter = document.createElement('p');
        chapter.className = 'chapter';
        chapter.textContent = page.meta.title;
        item.append(chapter);
      }
      for (const place of places) {
        const link = document.createElement('a');
        link.href = place.url;
        link.textContent = place.title || page.meta.title;
        const excerpt = document.createElement('p');
        excerpt.innerHTML = place.excerpt; // Pagefind escapes the page's text and adds <mark>.
        item.append(link, excerpt);
      }
      return item;
    }));
  };
  input.addEventListener('input', ask);
  back(history.state);

  // The table from asyncio to Rust: a box above it leaves only the rows that have what is typed.
  // Without it the browser's own search finds them.
  const lookup = document.getElementById('asyncio-to-rust');
  const tables = lookup ? [...document.querySelectorAll('.content main .table-wrapper')] : [];
  if (tables.length) {
    const box = document.createElement('p');
    const label = document.createElement('label');
    const wanted = document.createElement('input');
    const count = document.createElement('span');
    box.className = 'row-filter';
    wanted.type = 'search';
    wanted.autocomplete = 'off';
    wanted.placeholder = 'gather';
    count.setAttribute('role', 'status');
    label.append(`${words.filter} `, wanted);
    box.append(label, ' ', count);
    const sections = tables.map((table) => {
      const rows = [...table.querySelectorAll('tbody tr')].map((row) => ({ row, text: row.textContent.toLowerCase() }));
      const beside = [];
      for (let at = table; at && !/^H[12]$/.test(at.tagName); at = at.previousElementSibling) beside.push(at);
      const title = beside.at(-1)?.previousElementSibling;
      return { rows, parts: title?.tagName === 'H2' ? [title, ...beside] : beside };
    });
    // The introduction stays, and the box comes below it.
    sections[0]?.parts[0]?.before(box);
    const narrow = () => {
      const parts = wanted.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const { rows, parts: elements } of sections) {
        let here = 0;
        for (const { row, text } of rows) {
          row.hidden = !parts.every((part) => text.includes(part));
          if (!row.hidden) here += 1;
        }
        for (const element of elements) element.hidden = here === 0;
        shown += here;
      }
      count.textContent = parts.length ? (shown ? words.rows(shown) : words.none) : '';
    };
    wanted.addEventListener('input', narrow);
    wanted.addEventListener('keydown', (event) => {
      event.stopPropagation(); // mdBook turns the page on arrow keys.
      if (event.key === 'Escape') { wanted.value = ''; narrow(); }
    });
  }
})();
