import type { RefObject } from 'preact';

interface SearchInputProps {
  readonly input: RefObject<HTMLInputElement | null>;
  /** What it searches, for who cannot see where it stands. */
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onType: (text: string) => void;
}

/** A field that searches, or filters, as one types. */
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
