import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useState } from 'react';
import { type Colors, readColors } from './scene';

/** The theme's colours for a canvas, read again when the scheme changes; null before the first look. */
export function useColors(): Colors | null {
  const scheme = useComputedColorScheme('light');
  const [colors, setColors] = useState<Colors | null>(null);
  useEffect(() => {
    // One frame later the scheme's attribute is on the document for sure.
    const frame = requestAnimationFrame(() => setColors(readColors(document.documentElement)));
    return () => cancelAnimationFrame(frame);
  }, [scheme]);
  return colors;
}
