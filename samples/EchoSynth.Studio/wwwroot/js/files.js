// Pictures in and files out.

/** A user's picture, fitted into a square of the model's size, as PNG in base64: what is sent is small whatever was chosen. */
export async function pictureToPng(file, size) {
  const picture = await createImageBitmap(file);
  const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
  const scale = size / Math.max(picture.width, picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  const context = canvas.getContext('2d');
  context.fillStyle = '#000';
  context.fillRect(0, 0, size, size);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, (size - width) / 2, (size - height) / 2, width, height);
  return canvas.toDataURL('image/png').split(',')[1];
}

/** Offers a URL as a download. */
export function save(url, name) {
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
}
