import { Button } from '@mantine/core';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { asPublicError } from '../client/public-error.ts';
import { announce, notify } from '../store/ui.ts';

const SHOWN_MS = 1600;

/** Puts a text on the clipboard and says that it did. `what` names it: `Copy the issuer`. */
export function CopyButton({
  text,
  what,
  label = 'Copy',
}: {
  /** The text, or what makes it when it is wanted. */
  text: string | (() => string);
  what: string;
  label?: string;
}) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === 'string' ? text : text());
      setCopied(true);
      announce(`Copied ${what}.`);
    } catch (thrown) {
      notify({
        tone: 'error',
        error: {
          ...asPublicError(thrown),
          what: `Copying ${what} failed.`,
          next: 'Select the text and copy it with Ctrl+C or Cmd+C.',
        },
      });
    }
  };
  return (
    <Button
      aria-label={`${label} ${what}`}
      leftSection={copied ? <Check aria-hidden size={14} /> : <Copy aria-hidden size={14} />}
      onClick={copy}
    >
      {copied ? 'Copied' : label}
    </Button>
  );
}
