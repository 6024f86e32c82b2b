'use client';

import { Button } from '@recado/ui/button';
import { CodeInput } from '@recado/ui/code-input';
import { Field } from '@recado/ui/field';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { QrCode } from '../shell/qr-code.tsx';

const codeLength = 6;

/** Shows the authenticator its secret, and waits for the first code that proves that it has it. */
export function TotpSetUp({
  secret,
  uri,
  onDone,
}: {
  secret: string;
  uri: string;
  onDone: (made: { recoveryCodes: string[]; others: number }) => void;
}) {
  const t = useTranslations('identity.twoFactor');
  const errorText = useErrorText();
  const { client } = useDesk();
  const [code, setCode] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const confirm = async () => {
    setBusy(true);
    setFailure(null);
    try {
      onDone(await client.security.confirmTotp.mutate({ code }));
    } catch (error) {
      setFailure(error);
      setCode('');
      setBusy(false);
    }
  };
  return (
    <form
      method="post"
      noValidate
      className="grid max-w-sm gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      <p className="text-body">{t('scan')}</p>
      {/* always dark on white with its quiet zone: cameras do not read the other way round */}
      <div className="justify-self-start rounded-card border bg-[#ffffff] p-4">
        <QrCode text={uri} label={t('qr')} />
      </div>
      <code className="break-all rounded-card bg-sunk px-3 py-2 font-mono text-dense">
        {(secret.match(/.{1,4}/g) ?? []).join(' ')}
      </code>
      <Field label={t('code')} error={failure !== null ? errorText(failure) : undefined}>
        {(control) => <CodeInput {...control} length={codeLength} value={code} onValue={setCode} />}
      </Field>
      <Button type="submit" look="primary" busy={isBusy} disabled={code.length !== codeLength}>
        {t('confirm')}
      </Button>
    </form>
  );
}
