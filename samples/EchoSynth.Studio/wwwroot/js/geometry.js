// Curves through handles, as the server draws them (Anatomy/Curve.cs), and millimetres in the picture's square of 1000 units.

/** The view of a scanner: mm to the overlay's units and back. */
export function viewOf(scanner) {
  const scale = 1000 / scanner.extentMm;
  return {
    scanner,
    scale,
    to: ([x, z]) => [(x + scanner.extentMm / 2) * scale, (z - scanner.topMm) * scale],
    from: ([x, y]) => [x / scale - scanner.extentMm / 2, y / scale + scanner.topMm],
  };
}

/** A Catmull-Rom curve through points as a path of cubic Béziers. */
export function pathThrough(points) {
  const at = (i) => i < 0 ? extend(points[0], points[1]) : i >= points.length ? extend(points.at(-1), points.at(-2)) : points[i];
  let path = `M${pair(points[0])}`;
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    path += `C${pair([b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6])} ${pair([c[0] - (d[0] - b[0]) / 6, c[1] - (d[1] - b[1]) / 6])} ${pair(c)}`;
  }
  return path;
}

/** The outlines of a heart as paths. */
export function pathsOf(contours, view) {
  const [cavity, wall, atrium] = [contours.cavity, contours.wall, contours.atrium].map((line) => line.map(view.to));
  return {
    wall: `${pathThrough(wall)}M${pair(wall[0])}L${pair(cavity[0])}M${pair(wall.at(-1))}L${pair(cavity.at(-1))}`,
    cavity: pathThrough(cavity),
    atrium: pathThrough([cavity[0], ...atrium, cavity.at(-1)]),
    mitral: `M${pair(cavity[0])}L${pair(cavity.at(-1))}`,
  };
}

/** The sector's outline: from the probe along its sides and around its depth. */
export function sectorPath(view) {
  const { halfAngleDegrees, depthMm } = view.scanner;
  const angle = halfAngleDegrees * Math.PI / 180;
  const end = (side) => view.to([side * depthMm * Math.sin(angle), depthMm * Math.cos(angle)]);
  const radius = (depthMm * view.scale).toFixed(1);
  return `M${pair(end(-1))}L${pair(view.to([0, 0]))}L${pair(end(1))}A${radius} ${radius} 0 0 1 ${pair(end(-1))}`;
}

/** A contraction of a frame in a loop, as the server eases it (Anatomy/Cycle.cs). */
export function contractionAt(frame, frames) {
  const systole = endSystole(frames);
  const share = frame <= systole ? frame / systole : (frames - frame) / (frames - systole);
  return share * share * (3 - 2 * share);
}

/** The frame of end-systole. */
export const endSystole = (frames) => Math.min(frames - 1, Math.max(1, Math.round(frames * 0.4)));

const extend = (end, next) => [2 * end[0] - next[0], 2 * end[1] - next[1]];
const pair = ([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`;
