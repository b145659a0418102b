// The loop from end-diastole over end-systole and back: frames of one heart and one seed, shown in time.

import { getLoop } from './api.js';

export class Player extends EventTarget {
  #frames = null; #key = ''; #playing = false; #timer = 0; #at = 0; #abort = null; #wanted = 0;

  constructor(frameCount) {
    super();
    this.frameCount = frameCount;
    this.beatsPerMinute = 60;
  }

  get playing() { return this.#playing; }
  get frame() { return this.#at; }

  /** The loop's frame for this heart, if it is loaded. */
  frameFor(body, index) { return this.#key === JSON.stringify(body) ? this.#frames[index] : null; }

  /** Loads the loop of a heart and plays it on from where it stands. */
  async play(body) {
    this.#playing = true;
    this.dispatchEvent(new CustomEvent('state'));
    await this.load(body);
    if (this.#playing && !this.#timer) this.#tick();
  }

  /** Loads a loop; what plays goes on with the old frames until the new ones are there. */
  async load(body) {
    const key = JSON.stringify(body);
    if (key === this.#key) return;
    this.#abort?.abort();
    this.#abort = new AbortController();
    const turn = ++this.#wanted;
    try {
      const loop = await getLoop({ ...body, frames: this.frameCount }, this.#abort.signal);
      if (turn !== this.#wanted) return;
      const frames = await Promise.all(loop.frames.map(async (frame) => {
        const url = `data:image/png;base64,${frame.png}`;
        const image = new Image();
        image.src = url;
        await image.decode();
        return { ...frame, url };
      }));
      [this.#frames, this.#key] = [frames, key];
      this.dispatchEvent(new CustomEvent('loaded'));
    } catch (error) {
      if (error.name === 'AbortError') return;
      this.pause();
      this.dispatchEvent(new CustomEvent('problem', { detail: { body, error } }));
    }
  }

  pause() {
    this.#playing = false;
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.dispatchEvent(new CustomEvent('state'));
  }

  seek(index) { this.#at = ((index % this.frameCount) + this.frameCount) % this.frameCount; }

  #tick() {
    if (!this.#playing || !this.#frames) { this.#timer = 0; return; }
    this.seek(this.#at + 1);
    this.dispatchEvent(new CustomEvent('frame', { detail: this.#frames[this.#at] }));
    this.#timer = setTimeout(() => this.#tick(), 60000 / this.beatsPerMinute / this.frameCount);
  }
}
