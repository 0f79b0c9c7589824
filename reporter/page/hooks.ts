import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { hashOf, type Place, placeOf } from './link';
import { rangeInView } from './virtual';

export type Go = (place: Place, replace?: boolean) => void;

/** Where the reader is, and the way to another place. */
export function usePlace(): [Place, Go] {
  const [place, setPlace] = useState(() => placeOf(location.hash));
  useEffect(() => {
    const follow = () => setPlace(placeOf(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  const go: Go = (next, replace = false) => {
    if (replace) history.replaceState(null, '', hashOf(next));
    else history.pushState(null, '', hashOf(next));
    setPlace(next);
  };
  return [place, go];
}

/** The width and height of an element, as they are now. */
export function useSize(ref: RefObject<HTMLElement | null>): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = element;
      setSize((old) => (old.width === width && old.height === height ? old : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return size;
}

/** Rows are drawn again once those within so many px are not there. */
const NEAR = 150;

/** Which rows of a scrolled list are in view. */
export function useRange(ref: RefObject<HTMLElement | null>, tops: Float64Array, height: number): readonly [number, number] {
  const [scrolled, setScrolled] = useState(0);
  const range = rangeInView(tops, scrolled, height);
  const now = useRef({ tops, height, range });
  now.current = { tops, height, range };
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const follow = () => {
      const { tops: rows, height: shown, range: old } = now.current;
      const [first, last] = rangeInView(rows, element.scrollTop, shown, NEAR);
      if (first < old[0] || last > old[1]) setScrolled(element.scrollTop);
    };
    element.addEventListener('scroll', follow, { passive: true });
    return () => element.removeEventListener('scroll', follow);
  }, []);
  return range;
}

/** Calls back for keys pressed anywhere; what it has used goes nowhere else. */
export function useKeys(onKey: (event: KeyboardEvent, isTyping: boolean) => boolean): void {
  const latest = useRef(onKey);
  latest.current = onKey;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const target = event.target as HTMLElement | null;
      const isTyping = target !== null && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
      if (latest.current(event, isTyping && (target as HTMLInputElement).type !== 'checkbox')) event.preventDefault();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

/** Gives an element the focus when it is first there, unless something has it: then the keys of the browser scroll it. */
export function useFocus(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (document.activeElement === document.body) ref.current?.focus({ preventScroll: true });
  }, []);
}

/** A value that follows another one once that has rested: for what costs more than a keystroke. */
export function useRested<T>(value: T, ms: number): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(() => value), ms);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
