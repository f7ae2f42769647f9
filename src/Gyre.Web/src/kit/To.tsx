import { useRouter } from '@tanstack/react-router';
import { type AnchorHTMLAttributes, type MouseEvent, type ReactNode, type Ref, useCallback } from 'react';
import { baseUrl } from '@/api/base';

/** Puts a path of the application (`/runs/ID?tab=logs`, from `paths`) under the base path. */
export function hrefOf(path: string): string {
  return `${baseUrl.pathname.replace(/\/$/, '')}${path}`;
}

type Props = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & {
  href: string;
  children?: ReactNode;
  ref?: Ref<HTMLAnchorElement>;
};

/** A link to a page of the application by its path. A real link: middle click and "copy address" work. */
export function To({ href, onClick, children, ...rest }: Props) {
  const router = useRouter();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    router.history.push(hrefOf(href));
  };
  return (
    <a {...rest} href={hrefOf(href)} onClick={follow}>
      {children}
    </a>
  );
}

/** Goes to a page of the application by its path, from code. */
export function useGo(): (path: string, options?: { replace?: boolean }) => void {
  const router = useRouter();
  return useCallback(
    (path, options) => {
      if (options?.replace === true) router.history.replace(hrefOf(path));
      else router.history.push(hrefOf(path));
    },
    [router],
  );
}
