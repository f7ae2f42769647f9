import { useEffect, useRef, useState } from 'react';
import { imageType } from './kind';
import classes from './Preview.module.css';
import type { Head } from './read';

/** An image from its bytes. In an <img> an SVG runs no script and loads nothing. */
export function Picture({ head, name }: { head: Head; name: string }) {
  const image = useRef<HTMLImageElement>(null);
  const [broken, setBroken] = useState<Head | null>(null);
  useEffect(() => {
    const element = image.current;
    if (element === null) return;
    const address = URL.createObjectURL(new Blob([head.bytes], { type: imageType(name) }));
    element.src = address;
    return () => URL.revokeObjectURL(address);
  }, [head, name]);
  if (head.cut)
    return <p className={classes.note}>This picture is too large to show here. Download it to look at it.</p>;
  return (
    <>
      {broken === head && <p className={classes.note}>This picture cannot be read. Download it to look at it.</p>}
      <img ref={image} alt={name} className={classes.image} hidden={broken === head} onError={() => setBroken(head)} />
    </>
  );
}
