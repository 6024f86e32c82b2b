'use client';

import { CodeInput } from '@recado/ui/code-input';
import { Field } from '@recado/ui/field';

/** How many digits a code has that we send. */
export const codeLength = 6;

/** Where a code that was sent is typed or pasted. A full one is handed over without a further press. */
export function CodeField({
  label,
  hint,
  error,
  code,
  onCode,
  onFull,
}: {
  label: string;
  hint?: string;
  error: string | undefined;
  code: string;
  onCode: (typed: string) => void;
  onFull: (code: string) => void;
}) {
  return (
    <Field label={label} error={error} hint={hint}>
      {(control) => (
        <CodeInput
          {...control}
          length={codeLength}
          value={code}
          autoFocus
          onValue={(typed) => {
            onCode(typed);
            if (typed.length === codeLength) onFull(typed);
          }}
        />
      )}
    </Field>
  );
}
