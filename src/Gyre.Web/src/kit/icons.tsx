import type { ReactNode } from 'react';

/** Icons are drawn here: small, one stroke, no package of a thousand others. */
const shapes = {
  check: <path d="M3.5 8.5l3 3 6-7" />,
  cross: <path d="M4 4l8 8M12 4l-8 8" />,
  dot: <circle cx="8" cy="8" r="2.5" />,
  ring: <circle cx="8" cy="8" r="5" />,
  dash: <path d="M4 8h8" />,
  spin: <path d="M8 3a5 5 0 1 1-5 5" />,
  person: <path d="M8 8.2a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2zM3.2 13.5c.5-2.4 2.4-3.6 4.8-3.6s4.3 1.2 4.8 3.6" />,
  warn: <path d="M8 2.5l6 10.5H2zM8 6.5v3M8 11.2v.1" />,
  copy: <path d="M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z" />,
  search: <path d="M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.5 10.5l3.5 3.5" />,
  menu: <path d="M2.5 4h11M2.5 8h11M2.5 12h11" />,
  sun: (
    <path d="M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1" />
  ),
  moon: <path d="M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z" />,
  screen: <path d="M2 3h12v8H2zM6 14h4M8 11v3" />,
  down: <path d="M4 6l4 4 4-4" />,
  up: <path d="M4 10l4-4 4 4" />,
  left: <path d="M10 4L6 8l4 4" />,
  right: <path d="M6 4l4 4-4 4" />,
  plus: <path d="M8 3v10M3 8h10" />,
  download: <path d="M8 2v8M4.5 7L8 10.5 11.5 7M3 13.5h10" />,
  upload: <path d="M8 10.5V2.5M4.5 6L8 2.5 11.5 6M3 13.5h10" />,
  code: <path d="M5 4.5L1.5 8 5 11.5M11 4.5L14.5 8 11 11.5M9.2 3l-2.4 10" />,
  home: <path d="M2.5 7.5L8 2.5l5.5 5v6h-4v-4h-3v4h-4z" />,
  run: <path d="M4.5 2.5v11l9-5.5z" />,
  cycle: <path d="M13 6.5A5.3 5.3 0 1 0 13.3 9M13.5 2.5v4h-4" />,
  chart: <path d="M2.5 2.5v11h11M5 10.5l2.5-3.5 2.5 2 3-5" />,
  model: <path d="M8 1.8l5.5 3v6.4L8 14.2l-5.5-3V4.8zM2.7 5L8 8l5.3-3M8 8v6" />,
  trace: <path d="M2 3.5h7M5 8h6M7 12.5h7" />,
  bolt: <path d="M9 1.5L3.5 9H8l-1 5.5L12.5 7H8z" />,
  bell: <path d="M4 11V7a4 4 0 0 1 8 0v4l1.2 1H2.8zM6.8 14h2.4" />,
  cache: <path d="M2.5 4c0-2.4 11-2.4 11 0v8c0 2.4-11 2.4-11 0zM2.5 4c0 2.4 11 2.4 11 0M2.5 8c0 2.4 11 2.4 11 0" />,
  book: <path d="M3 2.5h8.5a1 1 0 0 1 1 1v10H4a1 1 0 0 1-1-1zM3 11.5h9.5" />,
  table: <path d="M2 3h12v10H2zM2 6.5h12M2 9.7h12M6.5 6.5V13" />,
  puzzle: <path d="M2.5 5.5H6a2 2 0 1 1 4 0h3.5V9a2 2 0 1 0 0 4v.5h-11z" />,
  flask: <path d="M6 2h4M6.8 2v4.5L3 13.2c-.2.5 0 .8.5.8h9c.5 0 .7-.3.5-.8L9.2 6.5V2M4.8 10h6.4" />,
  gear: (
    <path d="M8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M12.6 3.4l-1.4 1.4M4.8 11.2l-1.4 1.4" />
  ),
  route: <path d="M2 8h3.5c3 0 3-4 6-4H14M5.5 8c3 0 3 4 6 4H14M12 2l2 2-2 2M12 10l2 2-2 2" />,
  graph: (
    <path d="M5 8a2 2 0 1 1-4 0 2 2 0 0 1 4 0zM15 3.5a2 2 0 1 1-4 0 2 2 0 0 1 4 0zM15 12.5a2 2 0 1 1-4 0 2 2 0 0 1 4 0zM4.8 7l6.4-2.6M4.8 9l6.4 2.6" />
  ),
  stop: <path d="M4 4h8v8H4z" />,
  refresh: <path d="M13 8a5 5 0 1 1-1.5-3.5M12.5 2v3h-3" />,
  filter: <path d="M2 3.5h12L9.5 8.5v4.5l-3-1.5v-3z" />,
  more: <path d="M3.5 8h.1M8 8h.1M12.5 8h.1" />,
  pin: <path d="M6 2.5h4l-.5 4 2 2.5h-7l2-2.5zM8 9v5" />,
  file: <path d="M4 1.5h5.5L12.5 4.5v10h-8.5zM9.5 1.5v3h3" />,
  folder: <path d="M1.5 3.5h4.5l1.5 2h7v7.5h-13z" />,
  external: <path d="M9 2.5h4.5V7M13.5 2.5L7.5 8.5M11.5 9v4.5h-9v-9H7" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[name]}
    </svg>
  );
}
