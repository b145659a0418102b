// The server's API. Errors are problem details: `fields` tells what is wrong by field.

const client = crypto.randomUUID();
let order = 0;

export class Problem extends Error {
  constructor(status, details, wait = false) {
    super(details.detail ?? details.title ?? `The server answered ${status}.`);
    this.status = status;
    this.title = details.title ?? 'That did not work.';
    this.fields = details.errors ?? {};
    // Whether the server says that waiting helps.
    this.wait = wait;
  }
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Problem(0, { title: 'The server does not answer.', detail: 'Is EchoSynth.Studio still running? Your contours are kept in this page.' });
  }
  if (answer.ok) return answer;
  let details = {};
  try { details = await answer.json(); } catch { /* not JSON: the status must do */ }
  throw new Problem(answer.status, details, answer.headers.has('Retry-After'));
}

const post = (path, body, signal, named = false) => ask(path, {
  method: 'POST',
  signal,
  headers: named ? { 'Content-Type': 'application/json', 'Studio-Client': client, 'Studio-Order': String(order += 1) } : { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

export const getModel = async () => (await ask('api/model')).json();
export const getHeart = async (seed, signal) => (await ask(`api/hearts/${encodeURIComponent(seed)}`, { signal })).json();
export const getLoop = async (body, signal) => (await post('api/loop', body, signal)).json();
export const getExport = async (body, signal) => (await post('api/export', body, signal)).blob();

/** One image; a newer one of this page ends it. */
export async function getImage(body, signal) {
  const answer = await post('api/image', body, signal, true);
  return {
    blob: await answer.blob(),
    contours: JSON.parse(answer.headers.get('Studio-Contours')),
    measures: JSON.parse(answer.headers.get('Studio-Measures')),
    steps: answer.headers.get('Studio-Steps'),
  };
}
