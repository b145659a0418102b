// The contours over the picture: handles to drag, or to move by arrow keys.

import { pathsOf, sectorPath } from './geometry.js';

const svg = (name, attributes = {}) => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

const names = { cavity: 'Cavity', wall: 'Wall', atrium: 'Atrium' };
const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Editor extends EventTarget {
  #overlay; #scale; #shapes; #handles; #view; #contours; #held = null; #dots = []; #last = null;

  constructor(overlay) {
    super();
    this.#overlay = overlay;
    [this.#scale, this.#shapes, this.#handles] = ['scale', 'shapes', 'handles'].map((id) => overlay.querySelector(`#${id}`));
    for (const name of ['wall', 'atrium', 'cavity', 'mitral']) this.#shapes.append(svg('path', { class: name }));
    overlay.addEventListener('pointermove', (event) => this.#drag(event));
    for (const end of ['pointerup', 'pointercancel']) overlay.addEventListener(end, () => this.#drop());
  }

  /** Whether a handle is being dragged. */
  get dragging() { return this.#held !== null; }

  set view(view) {
    this.#view = view;
    // Black beyond the sector, so that its edge is a line and not the steps of enlarged pixels.
    this.#scale.replaceChildren(
      svg('path', { d: `M0 0H1000V1000H0Z${sectorPath(view)}Z`, 'fill-rule': 'evenodd', fill: '#000', stroke: 'none' }),
      svg('path', { d: sectorPath(view), fill: 'none', opacity: 0.45 }),
    );
    const edge = 955;
    for (let cm = 1; cm * 10 <= view.scanner.depthMm; cm++) {
      const y = view.to([0, cm * 10])[1];
      const long = cm % 5 === 0;
      this.#scale.append(svg('line', { x1: edge, x2: edge + (long ? 14 : 7), y1: y, y2: y }));
      if (long) {
        const text = svg('text', { x: edge - 8, y: y + 6, 'text-anchor': 'end' });
        text.textContent = cm === 5 ? '5 cm' : cm;
        this.#scale.append(text);
      }
    }
  }

  /** Draws contours; with `editable`, handles on them. */
  show(contours, editable, visible) {
    this.#contours = contours;
    const paths = pathsOf(contours, this.#view);
    for (const path of this.#shapes.children) path.setAttribute('d', paths[path.getAttribute('class')]);
    this.#shapes.style.display = visible ? '' : 'none';
    const shown = visible && editable;
    const focused = !shown && this.#handles.contains(document.activeElement);
    this.#handles.style.display = shown ? '' : 'none';
    if (this.#dots.length !== contours.cavity.length + contours.wall.length + contours.atrium.length) this.#make();
    if (shown) for (const dot of this.#dots) this.#place(dot);
    // Whoever was at a handle must be put somewhere else.
    if (focused) this.dispatchEvent(new CustomEvent('hidden'));
  }

  /** Puts the focus on the handle that had it last, or the first one. */
  focus() { (this.#dots.find((dot) => dot === this.#last) ?? this.#dots[0])?.element.focus({ preventScroll: true }); }

  #make() {
    this.#dots = [];
    this.#handles.replaceChildren();
    for (const kind of ['wall', 'atrium', 'cavity']) {
      this.#contours[kind].forEach((_, index) => {
        // Arrow keys move it and Enter does nothing: a slider, whose value is the place.
        const element = svg('g', {
          tabindex: 0, role: 'slider', 'aria-roledescription': 'handle', 'aria-valuemin': -150, 'aria-valuemax': 150,
          'aria-label': `${names[kind]}, handle ${index + 1} of ${this.#contours[kind].length}`, 'data-handle': `${kind}-${index}`,
        });
        element.append(svg('circle', { class: 'grip', r: 20 }), svg('circle', { class: `dot ${kind}`, r: 7 }));
        const dot = { element, kind, index };
        element.addEventListener('pointerdown', (event) => this.#take(event, dot));
        element.addEventListener('focus', () => { this.#last = dot; });
        element.addEventListener('keydown', (event) => this.#key(event, dot));
        this.#handles.append(element);
        this.#dots.push(dot);
      });
    }
  }

  #place({ element, kind, index }) {
    const [x, z] = this.#contours[kind][index];
    const [u, v] = this.#view.to([x, z]);
    element.setAttribute('transform', `translate(${u.toFixed(1)} ${v.toFixed(1)})`);
    element.setAttribute('aria-valuenow', x.toFixed(0));
    element.setAttribute('aria-valuetext', `${Math.abs(x).toFixed(0)} mm ${x < 0 ? 'left' : 'right'}, ${z.toFixed(0)} mm deep`);
  }

  #take(event, dot) {
    if (event.button !== 0) return;
    event.preventDefault();
    this.#overlay.setPointerCapture(event.pointerId);
    dot.element.focus({ preventScroll: true });
    dot.element.classList.add('held');
    const [x, z] = this.#contours[dot.kind][dot.index];
    const [px, pz] = this.#mm(event);
    this.#held = { dot, offset: [x - px, z - pz] };
    this.dispatchEvent(new CustomEvent('begin'));
  }

  #drag(event) {
    if (!this.#held) return;
    const { dot, offset } = this.#held;
    const [px, pz] = this.#mm(event);
    this.#move(dot, [px + offset[0], pz + offset[1]]);
  }

  #drop() {
    if (!this.#held) return;
    this.#held.dot.element.classList.remove('held');
    this.#held = null;
    this.dispatchEvent(new CustomEvent('end'));
  }

  #key(event, dot) {
    const step = moves[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const by = event.shiftKey ? 5 : 1;
    const [x, z] = this.#contours[dot.kind][dot.index];
    this.dispatchEvent(new CustomEvent('begin'));
    this.#move(dot, [x + by * step[0], z + by * step[1]]);
    this.dispatchEvent(new CustomEvent('end'));
  }

  #move({ kind, index }, [x, z]) {
    const to = [Math.min(150, Math.max(-150, x)), Math.min(250, Math.max(-20, z))].map((v) => Math.round(v * 10) / 10);
    this.dispatchEvent(new CustomEvent('move', { detail: { kind, index, to } }));
  }

  #mm(event) {
    const box = this.#overlay.getBoundingClientRect();
    return this.#view.from([(event.clientX - box.left) / box.width * 1000, (event.clientY - box.top) / box.height * 1000]);
  }
}
