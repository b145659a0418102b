// The page: state in one place, controls that change it, and what follows from a change.

import { getExport, getHeart, getModel, Problem } from './api.js';
import { Editor } from './editor.js';
import { contractionAt, endSystole, viewOf } from './geometry.js';
import { History } from './history.js';
import { Painter } from './painter.js';
import { Player } from './player.js';
import { pictureToPng, save } from './files.js';

const $ = (id) => document.getElementById(id);
const frameCount = 16;
// None where the browser forbids it.
const kept = (() => { try { return localStorage; } catch { return null; } })();

const state = { heart: 1, contours: null, start: null, ef: 0.6, emptying: 0.5, scanner: 'standard', seed: 1, source: 'none', strength: 1, steps: 4, picture: null };
let model = null;
let views = {};
let lastImage = null;
let before = null;
let loopTimer = 0;
let heartRequest = null;

const editor = new Editor($('overlay'));
const history = new History();
const painter = new Painter();
const player = new Player(frameCount);

/** The heart and how it is drawn, without the moment. */
function request() {
  const body = { contours: state.contours, scanner: state.scanner, ejectionFraction: state.ef, atrialEmptying: state.emptying, seed: state.seed, source: state.source, heart: state.heart };
  if (state.source !== 'none') body.strength = state.strength;
  if (state.source === 'picture') body.sourcePicture = state.picture;
  if (model.steps.least < model.steps.most) body.steps = state.steps;
  return structuredClone(body);
}

const contraction = () => contractionAt(player.frame, frameCount);
const atDiastole = () => player.frame === 0;

/** Whether a picture must be chosen first; says so. */
function pictureMissing() {
  if (state.source !== 'picture' || state.picture) return false;
  complain(new Problem(400, { errors: { sourcePicture: ['Choose a picture to start from, PNG or JPEG, or start from noise or a simulation.'] } }));
  return true;
}

/** Whatever was changed: shows it at once, and asks for the picture that belongs to it. */
function changed(now = false) {
  clearTimeout(loopTimer);
  if (atDiastole() && !player.playing) editor.show(state.contours, true, $('outlines').checked);
  if (pictureMissing()) {
    painter.cancel();
    return;
  }
  if (player.playing) {
    loopTimer = setTimeout(() => player.load(request()), 250);
    return;
  }
  const ready = player.frameFor(request(), player.frame);
  if (ready) {
    settle();
    showFrame(ready);
  } else {
    $('busy').hidden = false;
    painter.ask({ ...request(), contraction: contraction() }, now);
  }
}

function showFrame(frame) {
  // An answer to what was asked before would lie over it.
  painter.cancel();
  $('image').src = frame.url;
  lastImage = frame.url;
  measures(frame.measures);
  moment();
  editor.show(atDiastole() ? state.contours : frame.contours, atDiastole() && !player.playing, $('outlines').checked);
}

function measures(m) {
  put('m-edv', `${m.endDiastolicMl.toFixed(0)} mL`);
  put('m-esv', `${m.endSystolicMl.toFixed(0)} mL`);
  put('m-ef', `${(100 * m.ejectionFraction).toFixed(0)} %`);
  put('m-length', `${m.lvLengthMm.toFixed(0)} mm`);
  put('m-diameter', `${m.lvDiameterMm.toFixed(0)} mm`);
  put('m-wall', `${m.wallMm.toFixed(1)} mm`);
}

function moment() {
  const systole = endSystole(frameCount);
  const name = player.frame === 0 ? 'end-diastole' : player.frame === systole ? 'end-systole' : player.frame < systole ? 'systole' : 'diastole';
  $('shown-moment').textContent = name;
  $('shown-scanner').textContent = `4CH  ${state.scanner}`;
  $('scrubber').value = player.frame;
  $('scrubber').setAttribute('aria-valuetext', `${name}, frame ${player.frame + 1} of ${frameCount}`);
  const hide = atDiastole() || player.playing;
  const lost = hide && document.activeElement === $('to-diastole');
  $('edit-hint').hidden = hide;
  // When the handles are there again.
  if (lost) queueMicrotask(() => (player.playing ? $('play') : $('outlines').checked ? editor : $('ed')).focus());
}

function seek(frame) {
  if (player.playing) player.pause();
  player.seek(frame);
  moment();
  changed(true);
}

const labels = { cavity: 'Cavity', wall: 'Wall', atrium: 'Atrium' };

function complain(error) {
  // Said once: an alert that is made anew is read aloud again.
  const told = JSON.stringify([error.status, error.message, error.fields]);
  if (!$('problem').hidden && $('problem').dataset.told === told) return;
  $('problem').dataset.told = told;
  $('problem').hidden = false;
  $('picture').classList.add('bad');
  $('problem-title').textContent = error.status === 400 ? 'This cannot be drawn.' : error.title;
  const lines = Object.entries(error.fields).flatMap(([field, texts]) => texts.map((text) => [field, text]));
  $('problem-list').replaceChildren(...(lines.length ? lines : [['', error.message]]).map(([field, text]) => {
    const item = document.createElement('li');
    // The contours' messages are whole sentences; those of other fields begin with the verb.
    item.textContent = /^[A-Z0-9]/.test(text) || !field ? text : `${labels[field.split('.')[1]?.replace(/\[.*/, '')] ?? field} ${text}`;
    item.dataset.field = field;
    return item;
  }));
  $('problem-note').hidden = error.status !== 400;
}

function settle() {
  $('problem').hidden = true;
  $('picture').classList.remove('bad');
}

const put = (id, text) => { $(id).textContent = text; };

painter.addEventListener('image', ({ detail }) => {
  settle();
  const url = URL.createObjectURL(detail.blob);
  const old = $('image').src;
  $('image').src = url;
  lastImage = url;
  if (old.startsWith('blob:')) setTimeout(() => URL.revokeObjectURL(old), 1000);
  if (!atDiastole() && !player.playing) editor.show(detail.contours, false, $('outlines').checked);
  measures(detail.measures);
  const rate = painter.rate;
  put('speed', `${detail.milliseconds.toFixed(0)} ms${rate ? `\n${rate.toFixed(1)} images/s` : ''}\n${detail.steps} steps`);
  $('image').dataset.images = Number($('image').dataset.images ?? 0) + 1;
  moment();
});
painter.addEventListener('idle', () => { $('busy').hidden = true; });
painter.addEventListener('problem', ({ detail }) => complain(detail.error));
player.addEventListener('problem', ({ detail }) => complain(detail.error));
player.addEventListener('frame', ({ detail }) => showFrame(detail));
player.addEventListener('loaded', settle);
player.addEventListener('state', () => {
  $('play').setAttribute('aria-pressed', String(player.playing));
  put('play-text', player.playing ? 'Pause' : 'Play');
  moment();
});

editor.addEventListener('begin', () => { before = structuredClone(state.contours); });
editor.addEventListener('move', ({ detail: { kind, index, to } }) => {
  const [x, z] = state.contours[kind][index];
  state.contours[kind][index] = to;
  // Handles of cavity and wall go in pairs where there are as many.
  if (kind === 'cavity' && $('follow').checked && state.contours.wall.length === state.contours.cavity.length) {
    const [wx, wz] = state.contours.wall[index];
    state.contours.wall[index] = [wx + to[0] - x, wz + to[1] - z].map((v) => Math.round(v * 10) / 10);
  }
  changed();
});
editor.addEventListener('end', () => {
  if (JSON.stringify(before) !== JSON.stringify(state.contours)) history.note(before);
  buttons();
  changed();
});

editor.addEventListener('hidden', () => (player.playing ? $('play') : $('edit-hint').hidden ? $('outlines') : $('to-diastole')).focus());

// A button that is disabled while it has the focus would lose it.
const enable = (id, can) => $(id).setAttribute('aria-disabled', String(!can));
const click = (id, action) => { $(id).onclick = () => { if ($(id).getAttribute('aria-disabled') !== 'true') action(); }; };

function buttons() {
  enable('undo', history.canUndo);
  enable('redo', history.canRedo);
}

function restore(contours) {
  if (!contours) return;
  state.contours = contours;
  buttons();
  if (!atDiastole()) player.seek(0);
  moment();
  changed(true);
}

async function loadHeart(seed) {
  heartRequest?.abort();
  const { signal } = heartRequest = new AbortController();
  // At once, so that the next click goes on from here.
  $('heart').value = seed;
  try {
    const heart = await getHeart(seed, signal);
    if (signal.aborted) return;
    Object.assign(state, { heart: seed, contours: heart.contours, start: structuredClone(heart.contours), ef: heart.ejectionFraction, emptying: heart.atrialEmptying });
    $('ef').value = Math.round(100 * state.ef);
    put('ef-text', $('ef').value);
    history.clear();
    buttons();
    settle();
    changed(true);
    moment();
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof Problem)) throw error;
    $('heart').value = state.heart;
    complain(error);
  }
}

/** The number after that of a field, at most the largest there is. */
const next = (id) => Math.min(Number($(id).max), whole($(id)) + 1);

const whole = (input) => {
  const value = Math.round(Number(input.value));
  input.value = Number.isFinite(value) ? Math.min(Number(input.max), Math.max(Number(input.min), value)) : input.min;
  return Number(input.value);
};

function stepsNote() {
  const { least, most, why } = model.steps;
  const guided = state.source !== 'none';
  const taken = guided ? Math.min(state.steps, Math.max(1, Math.ceil(state.strength * state.steps - 1e-9))) : state.steps;
  put('steps-text', guided ? `${taken} of ${state.steps}` : state.steps);
  put('strength-text', state.strength.toFixed(2));
  $('steps').hidden = least === most;
  $('strength').disabled = !guided;
  put('steps-note', guided ? `The source is noised and the last ${taken} of ${state.steps} steps are taken: less strength keeps more of it.` : why ?? 'Fewer steps are quicker and coarser. Strength needs a source.');
}

function controls() {
  $('play').onclick = () => { if (player.playing) { player.pause(); changed(); } else if (!pictureMissing()) player.play(request()); };
  $('ed').onclick = $('to-diastole').onclick = () => seek(0);
  $('es').onclick = () => seek(endSystole(frameCount));
  $('scrubber').oninput = () => seek(Number($('scrubber').value));
  $('rate').oninput = () => { player.beatsPerMinute = Number($('rate').value); put('rate-text', $('rate').value); };
  $('heart').onchange = () => loadHeart(whole($('heart')));
  $('next-heart').onclick = () => loadHeart(next('heart'));
  click('undo', () => restore(history.undo(state.contours)));
  click('redo', () => restore(history.redo(state.contours)));
  $('reset').onclick = () => { history.note(state.contours); restore(structuredClone(state.start)); };
  $('outlines').onchange = () => changed();
  $('ef').oninput = () => { state.ef = Number($('ef').value) / 100; put('ef-text', $('ef').value); changed(); };
  $('seed').onchange = () => { state.seed = whole($('seed')); changed(true); };
  $('next-seed').onclick = () => { state.seed = $('seed').value = next('seed'); changed(true); };
  $('strength').oninput = () => { state.strength = Number($('strength').value); stepsNote(); changed(); };
  $('steps').oninput = () => { state.steps = Number($('steps').value); stepsNote(); changed(); };
  for (const choice of document.querySelectorAll('input[name=source]')) {
    choice.onchange = () => {
      state.source = choice.value;
      $('file-row').hidden = choice.value !== 'picture';
      // Half of the way: the source is to be seen in the picture, and the contours, too.
      if (choice.value !== 'none' && state.strength === 1) { state.strength = 0.5; $('strength').value = 0.5; }
      stepsNote();
      changed(true);
    };
  }
  $('file').onchange = async () => {
    const file = $('file').files[0];
    if (!file) return;
    try {
      state.picture = await pictureToPng(file, model.size);
      changed(true);
    } catch {
      complain(new Problem(400, { errors: { sourcePicture: [`${file.name} is no picture that this browser can read.`] } }));
    }
  };
  $('save-png').onclick = () => save(lastImage, `echosynth-heart${state.heart}-seed${state.seed}-${$('shown-moment').textContent}.png`);
  click('save-set', exportSet);
  $('letters').checked = kept?.getItem('letters') !== 'off';
  $('letters').onchange = () => kept?.setItem('letters', $('letters').checked ? 'on' : 'off');
  document.addEventListener('keydown', keys);
}

async function exportSet() {
  if (pictureMissing()) return;
  enable('save-set', false);
  put('export-note', 'Drawing the images …');
  try {
    const blob = await getExport({ ...request(), variations: whole($('variations')), layout: $('layout').value, name: `Heart ${state.heart}, ${state.scanner}` });
    const url = URL.createObjectURL(blob);
    save(url, 'echosynth-studio.zip');
    setTimeout(() => URL.revokeObjectURL(url), 60000);
    put('export-note', `Saved: ${(blob.size / 1024).toFixed(0)} kB.`);
    put('status', 'The data set was saved.');
    settle();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    put('export-note', 'The data set was not made.');
    complain(error);
  }
  enable('save-set', true);
}

function keys(event) {
  const typing = event.target.matches('input[type=number], select, input[type=file]');
  const command = event.ctrlKey || event.metaKey;
  if (command && !typing && event.key.toLowerCase() === 'z') { event.preventDefault(); (event.shiftKey ? $('redo') : $('undo')).click(); }
  else if (command && !typing && event.key.toLowerCase() === 'y') { event.preventDefault(); $('redo').click(); }
  else if ($('letters').checked && !command && !event.altKey && !typing) ({ p: () => $('play').click(), d: () => seek(0), s: () => seek(endSystole(frameCount)), n: () => $('next-seed').click() })[event.key.toLowerCase()]?.();
}

function fillModel() {
  put('model', `${model.name} · ${model.size} × ${model.size} · ${model.kind} on ${model.device}`);
  $('variations').max = model.limits.variations;
  $('scrubber').max = frameCount - 1;
  $('es-mark').style.left = `${100 * endSystole(frameCount) / (frameCount - 1)}%`;
  Object.assign($('steps'), { min: model.steps.least, max: model.steps.most, value: model.steps.default });
  state.steps = model.steps.default;
  put('scanner-note', model.scannerConditioned ? '' : 'This model was not told scanners in training: the sector changes, the grain does not.');
  views = Object.fromEntries(model.scanners.map((s) => [s.name, viewOf(s)]));
  editor.view = views[state.scanner];
  $('scanners').replaceChildren(...model.scanners.map((scanner) => {
    const label = document.createElement('label');
    const input = Object.assign(document.createElement('input'), { type: 'radio', name: 'scanner', value: scanner.name, checked: scanner.name === state.scanner });
    const text = document.createElement('span');
    text.textContent = scanner.name;
    text.append(Object.assign(document.createElement('small'), { textContent: `±${scanner.halfAngleDegrees}°, ${(scanner.depthMm / 10).toFixed(1)} cm` }));
    input.onchange = () => { state.scanner = scanner.name; editor.view = views[scanner.name]; moment(); changed(true); };
    label.append(input, text);
    return label;
  }));
}

try {
  model = await getModel();
  fillModel();
  stepsNote();
  controls();
  await loadHeart(1);
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  complain(error);
}
document.body.dataset.ready = 'true';
