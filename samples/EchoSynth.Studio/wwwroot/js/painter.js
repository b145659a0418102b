// Asks for images while the user works: one at a time, and of all that was changed meanwhile only the newest, so that images keep coming however fast the hand is.

import { getImage } from './api.js';

export class Painter extends EventTarget {
  #busy = false; #next = null; #abort = null; #times = [];

  /** Whether an image is on its way. */
  get busy() { return this.#busy; }

  /** Images a second, of the last ones; 0 where there were too few lately. */
  get rate() {
    const now = performance.now();
    const recent = this.#times.filter((t) => now - t < 3000);
    return recent.length < 2 ? 0 : (recent.length - 1) / (recent.at(-1) - recent[0]) * 1000;
  }

  /** Asks for an image; with `now`, ends one that is on its way. */
  ask(body, now = false) {
    this.#next = body;
    if (now) this.#abort?.abort();
    if (!this.#busy) this.#run();
  }

  /** Ends what is on its way: nothing that was asked for before comes any more. */
  cancel() {
    this.#next = null;
    this.#abort?.abort();
  }

  async #run() {
    this.#busy = true;
    while (this.#next) {
      const body = this.#next;
      this.#next = null;
      this.#abort = new AbortController();
      const { signal } = this.#abort;
      const begun = performance.now();
      try {
        const image = await getImage(body, signal);
        if (signal.aborted) continue;
        this.#times.push(performance.now());
        if (this.#times.length > 20) this.#times.shift();
        this.dispatchEvent(new CustomEvent('image', { detail: { body, ...image, milliseconds: performance.now() - begun } }));
      } catch (error) {
        if (signal.aborted || error.name === 'AbortError' || error.status === 409) continue;
        if (error.wait) {
          // The newest is asked for again, a little later.
          await new Promise((resolve) => setTimeout(resolve, 500));
          if (!signal.aborted) this.#next ??= body;
          continue;
        }
        this.dispatchEvent(new CustomEvent('problem', { detail: { body, error } }));
      }
    }
    this.#busy = false;
    this.dispatchEvent(new CustomEvent('idle'));
  }
}
