// Undo and redo of contours.

const most = 200;

export class History {
  #past = [];
  #future = [];

  /** Notes how it was before a change. */
  note(before) {
    this.#past.push(structuredClone(before));
    if (this.#past.length > most) this.#past.shift();
    this.#future = [];
  }

  undo(now) { return this.#step(this.#past, this.#future, now); }
  redo(now) { return this.#step(this.#future, this.#past, now); }
  get canUndo() { return this.#past.length > 0; }
  get canRedo() { return this.#future.length > 0; }
  clear() { this.#past = []; this.#future = []; }

  #step(from, to, now) {
    if (from.length === 0) return null;
    to.push(structuredClone(now));
    return from.pop();
  }
}
