import { Num, shorten } from '@/kit';
import type { Piece } from './pieces';

/** A reason is read, not looked up: it may take some lines, but not the page. */
const most = 300;

/** A sentence whose names are isolated and whose numbers show their exact value on hover. */
export function Said({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map((piece, index) => {
    switch (piece.kind) {
      case 'text':
        return piece.text;
      case 'own':
        return (
          <bdi key={index} dir="auto" title={piece.text.length > most ? shorten(piece.text, 2000) : undefined}>
            {shorten(piece.text, most)}
          </bdi>
        );
      case 'number':
        return <Num key={index} value={piece.value} />;
    }
  });
}
