'use client';

import type { ChannelRow } from '@recado/core/channels/contract';
import { ConnectChannel } from '@recado/core/channels/contract';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ChannelQr } from './channel-qr.tsx';
import type { useChannelActions } from './use-channel-actions.ts';

/** The two ways to link a phone: scan the QR, or type a code that belongs to its number. */
export function LinkPhone({
  channel,
  actions,
}: {
  channel: ChannelRow;
  actions: ReturnType<typeof useChannelActions>;
}) {
  const t = useTranslations('channels');
  const [wantsCode, setWantsCode] = useState(false);
  if (channel.state === 'code') {
    return (
      <div className="grid gap-4">
        <PairingCode code={channel.detail.code ?? ''} />
        <p className="max-w-xl text-quiet">{t('code.path')}</p>
        <Button
          look="quiet"
          className="justify-self-start"
          busy={actions.isBusy}
          onClick={() => void actions.connect()}
        >
          {t('qr.useQr')}
        </Button>
      </div>
    );
  }
  return (
    <div className="grid gap-4">
      {wantsCode ? (
        <AskForCode onAsk={actions.connect} isBusy={actions.isBusy} />
      ) : (
        <ChannelQr channel={channel} actions={actions} />
      )}
      <Button look="quiet" className="-ml-4 justify-self-start" onClick={() => setWantsCode(!wantsCode)}>
        {wantsCode ? t('qr.useQr') : t('qr.useCode')}
      </Button>
    </div>
  );
}

function PairingCode({ code }: { code: string }) {
  const t = useTranslations('channels.code');
  return (
    // two groups of four, as phones ask for it; a narrow screen breaks between them
    <p
      className="tabular flex flex-wrap gap-x-5 gap-y-2 font-mono text-title"
      role="img"
      aria-label={t('label', { code: [...code].join(' ') })}
    >
      {[code.slice(0, 4), code.slice(4)].map((group, half) => (
        <span key={half} className="flex gap-2">
          {[...group].map((character, at) => (
            <span
              key={at}
              className="flex h-13 w-10 items-center justify-center rounded-card border border-edge bg-paper"
            >
              {character}
            </span>
          ))}
        </span>
      ))}
    </p>
  );
}

function AskForCode({ onAsk, isBusy }: { onAsk: (number: string) => Promise<void>; isBusy: boolean }) {
  const t = useTranslations('channels.code');
  const [phone, setPhone] = useState('');
  const [isWrong, setWrong] = useState(false);
  return (
    <form
      method="post"
      className="grid max-w-sm gap-3"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const isValid = ConnectChannel.shape.pairingNumber.safeParse(phone).success && phone.trim() !== '';
        setWrong(!isValid);
        if (isValid) void onAsk(phone);
      }}
    >
      <Field label={t('phone')} hint={t('phoneHint')} error={isWrong && t('phoneInvalid')}>
        {(control) => (
          <TextInput
            {...control}
            type="tel"
            autoComplete="tel"
            value={phone}
            onChange={(event) => setPhone(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" look="primary" busy={isBusy}>
        {t('ask')}
      </Button>
    </form>
  );
}
