import type { RefObject } from 'preact';

interface SearchInputProps {
  readonly input: RefObject<HTMLInputElement | null>;
  /** What it searches, for screen readers. */
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onType: (text: string) => void;
}

/** A field that searches or filters while the reader types. */
export const SearchInput = ({ input, label, placeholder, value, onType }: SearchInputProps) => (
  <input
    ref={input}
    type="search"
    aria-label={label}
    placeholder={placeholder}
    value={value}
    onInput={(event) => onType(event.currentTarget.value)}
  />
);
