// Steps through a recorded run: a cursor on the figure, the event in words, what the loop held, and
// the line of the listing. Without this script the figure and the list of events below it say the
// same; all that is shown here is taken from that list.
(() => {
  'use strict';

  const zh = document.documentElement.lang.startsWith('zh');
  const words = zh
    ? { group: '逐步查看这次运行', back: '上一个事件', on: '下一个事件', play: '播放', pause: '暂停', slider: '事件', of: (i, n) => `第 ${i} 个事件，共 ${n} 个`, start: (n) => `共 ${n} 个事件。用左右方向键逐个查看，用空格键播放。` }
    : { group: 'Step through this run', back: 'Previous event', on: 'Next event', play: 'Play', pause: 'Pause', slider: 'Event', of: (i, n) => `event ${i} of ${n}`, start: (n) => `${n} events. Step through them with the arrow keys; the space bar plays.` };
  const PACE = 900; // Milliseconds for an event while it plays.
  const AROUND = 3; // Lines of the listing shown above and below the one that runs.
  const icons = { back: 'M11 2v12L4 8zM3 2h1.6v12H3z', on: 'M5 2v12l7-6zM11.4 2H13v12h-1.6z', play: 'M4 2v12l9-6z', pause: 'M4 2h3v12H4zM9 2h3v12H9z' };

  const make = (tag, className, parent) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    parent?.append(element);
    return element;
  };
  const draw = (tag, attributes, parent) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    parent?.append(element);
    return element;
  };
  const name = (button, icon) => {
    button.title = words[icon];
    button.setAttribute('aria-label', words[icon]);
    button.replaceChildren(draw('svg', { viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' }));
    draw('path', { d: icons[icon], fill: 'currentColor' }, button.firstChild);
  };

  // The listing as it stands on this page, if it does: its lines, to show where the run is.
  const listing = (figure) => {
    const { listing: of, side } = figure.dataset;
    const place = document.getElementById(`listing-${of}`);
    const program = place?.querySelector(`.panel[data-side="${side}"] .program`) || place?.querySelector('.program');
    return program ? globalThis.takingTurns.whole(program).split('\n') : [];
  };

  const stepper = (figure) => {
    const list = figure.nextElementSibling;
    const steps = [...list.querySelectorAll('.steps > li')];
    const picture = figure.querySelector('.picture');
    const svg = picture?.querySelector('svg');
    if (!steps.length || !svg) return;
    const { x: left, width } = svg.viewBox.baseVal;
    const { top, bottom } = list.querySelector('.steps').dataset;
    const cursor = draw('g', { class: 'cursor', 'aria-hidden': 'true' }, svg);
    const veil = draw('rect', { class: 'veil', y: top, height: bottom - top }, cursor);
    const lane = draw('rect', { class: 'lane', x: left, width }, cursor);
    const line = draw('line', { class: 'now', y1: top, y2: bottom }, cursor);

    const group = make('div', 'stepper');
    group.tabIndex = 0;
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', words.group);
    const bar = make('div', 'bar', group);
    const [back, play, on] = ['back', 'play', 'on'].map((icon) => {
      const button = make('button', '', bar);
      button.type = 'button';
      name(button, icon);
      return button;
    });
    const slider = make('input', '', bar);
    Object.assign(slider, { type: 'range', min: 0, max: steps.length, step: 1, value: 0 });
    slider.setAttribute('aria-label', words.slider);
    const count = make('span', 'count', bar);
    count.setAttribute('aria-hidden', 'true');
    const say = make('p', 'say', group);
    say.setAttribute('aria-live', 'polite');
    const held = make('div', 'held', group);
    const code = make('pre', 'excerpt', group);
    code.setAttribute('aria-hidden', 'true');
    figure.after(group);
    const lines = listing(figure);
    held.hidden = !list.querySelector('.held');
    code.hidden = !lines.length || !list.querySelector('[data-line]');

    let at = 0;
    let timer = 0;
    const stop = () => {
      clearInterval(timer);
      timer = 0;
      name(play, 'play');
    };
    // The lines around the one of this event, which is marked. They stay while none is known.
    const excerpt = (step) => {
      const known = step?.dataset.line;
      if (step && !known) {
        for (const old of code.querySelectorAll('.here')) old.className = 'was';
        return;
      }
      const here = Number(known ?? list.querySelector('[data-line]').dataset.line) - 1;
      const first = Math.max(0, Math.min(here - AROUND, lines.length - 2 * AROUND - 2));
      const shown = lines.slice(first, first + 2 * AROUND + 1);
      const indent = Math.min(...shown.filter((text) => text.trim()).map((text) => text.search(/\S/)));
      code.replaceChildren();
      shown.forEach((text, i) => {
        const row = make('span', known && first + i === here ? 'here' : '', code);
        row.textContent = `${String(first + i + 1).padStart(3)}  ${text.slice(indent)}\n`;
      });
    };
    const show = (to) => {
      at = Math.max(0, Math.min(steps.length, to));
      const step = steps[at - 1];
      slider.value = at;
      slider.setAttribute('aria-valuetext', words.of(at, steps.length));
      count.textContent = `${at} / ${steps.length}`;
      back.disabled = at === 0;
      on.disabled = at === steps.length;
      const part = (selector) => step?.querySelector(selector);
      say.replaceChildren(...(step ? ['.at', '.what'].map((s) => part(s)?.cloneNode(true) ?? '') : [words.start(steps.length)]));
      // What the loop holds is said when it changes: it still holds what was said last.
      const last = steps.slice(0, at).findLast((other) => other.querySelector('.held'));
      held.replaceChildren(...(last?.querySelector('.held').cloneNode(true).childNodes ?? []));
      if (!code.hidden) excerpt(step);
      cursor.style.display = step ? '' : 'none';
      for (const other of steps) other.toggleAttribute('data-here', other === step);
      if (!step) return;
      const x = Number(step.dataset.x);
      const [from, until] = (step.dataset.y || '').split(' ').map(Number);
      line.setAttribute('x1', x);
      line.setAttribute('x2', x);
      veil.setAttribute('x', x);
      veil.setAttribute('width', Math.max(0, left + width - x));
      lane.setAttribute('y', from || top);
      lane.setAttribute('height', Math.max(0, until - from) || 0);
      // The figure may be wider than its box: keep the cursor in the middle.
      const scale = svg.getBoundingClientRect().width / width;
      const behavior = timer || matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth';
      picture.scrollTo({ left: (x - left) * scale - picture.clientWidth / 2, behavior });
    };
    const toggle = () => {
      if (timer) return stop();
      show(at === steps.length ? 1 : at + 1);
      timer = setInterval(() => (at < steps.length ? show(at + 1) : stop()), PACE);
      name(play, 'pause');
    };
    const go = (to) => {
      stop();
      show(to);
    };
    back.addEventListener('click', () => go(at - 1));
    on.addEventListener('click', () => go(at + 1));
    play.addEventListener('click', toggle);
    slider.addEventListener('input', () => go(Number(slider.value)));
    group.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: steps.length }[event.key];
      if (to !== undefined) go(to);
      else if (event.key === ' ' && event.target.tagName !== 'BUTTON') toggle();
      else return;
      event.preventDefault();
      event.stopPropagation(); // mdBook turns the page on arrow keys.
    });
    show(0);
  };

  for (const figure of document.querySelectorAll('figure.timeline')) stepper(figure);
})();
