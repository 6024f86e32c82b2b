'use client';

import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { PasswordInput } from '@recado/ui/password-input';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';

/** Proves the person again before an act that asks for it: by the authenticator where there is one, else by the password. */
export function ProveForm({ hasTotp, onProved }: { hasTotp: boolean; onProved: () => void }) {
  const t = useTranslations('identity.twoFactor');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const { client } = useDesk();
  const [proof, setProof] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const prove = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await client.security.stepUp.mutate({ way: hasTotp ? 'totp' : 'pwd', proof });
      onProved();
    } catch (error) {
      setFailure(error);
      setProof('');
    }
    setBusy(false);
  };
  const input = { value: proof, onChange: (event: { target: { value: string } }) => setProof(event.target.value) };
  return (
    <form
      method="post"
      noValidate
      className="grid max-w-sm gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void prove();
      }}
    >
      <h2 className="font-semibold">{t('prove')}</h2>
      <Field
        label={hasTotp ? t('proveCode') : t('provePassword')}
        error={failure !== null ? errorText(failure) : undefined}
      >
        {(control) =>
          hasTotp ? (
            <TextInput {...control} {...input} inputMode="numeric" autoComplete="one-time-code" autoFocus />
          ) : (
            <PasswordInput
              {...control}
              {...input}
              autoComplete="current-password"
              autoFocus
              showLabel={tCommon('showPassword')}
              hideLabel={tCommon('hidePassword')}
            />
          )
        }
      </Field>
      <Button type="submit" look="primary" busy={isBusy} disabled={proof === ''}>
        {t('proveSubmit')}
      </Button>
    </form>
  );
}
