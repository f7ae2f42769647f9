export type Kind = 'image' | 'json' | 'csv' | 'markdown' | 'parquet' | 'text' | 'none';

const images: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  bmp: 'image/bmp',
  svg: 'image/svg+xml',
};
const kinds: Record<string, Kind> = {
  json: 'json',
  csv: 'csv',
  tsv: 'csv',
  md: 'markdown',
  markdown: 'markdown',
  parquet: 'parquet',
};
const opaque = new Set(
  'zip gz tgz bz2 xz zst 7z tar pkl pickle joblib npy npz pt pth bin onnx h5 hdf5 safetensors arrow feather pdf mp3 mp4 mov wav exe dll so pyc db sqlite whl jar'.split(
    ' ',
  ),
);

function extensionOf(name: string): string {
  const last = name.split('/').at(-1) ?? '';
  const dot = last.lastIndexOf('.');
  return dot <= 0 ? '' : last.slice(dot + 1).toLowerCase();
}

/** How a file of this name is shown. Unknown endings count as text; what is not text says so when it is read. */
export function kindOf(name: string): Kind {
  const extension = extensionOf(name);
  if (Object.hasOwn(images, extension)) return 'image';
  if (Object.hasOwn(kinds, extension)) return kinds[extension] as Kind;
  return opaque.has(extension) ? 'none' : 'text';
}

/** The type to give the bytes of an image; the server calls all content a stream of bytes. */
export function imageType(name: string): string {
  return images[extensionOf(name)] ?? 'application/octet-stream';
}
