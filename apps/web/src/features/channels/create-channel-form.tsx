'use client';

import { type ChannelDriver, CreateChannel } from '@recado/core/channels/contract';
import { Button } from '@recado/ui/button';
import { Checkbox } from '@recado/ui/checkbox';
import { ChoiceCard } from '@recado/ui/choice-card';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';

/** Names a number and says how it connects. A real one asks to read, and tick, what may happen to it. */
export function CreateChannelForm({ onDone }: { onDone: () => void }) {
  const t = useTranslations('channels.create');
  const tFields = useTranslations('identity.fields');
  const { client, workspace, config } = useDesk();
  const errorText = useErrorText();
  const hasSimulator = config.simulatorUrl !== null;
  const [name, setName] = useState('');
  const [driver, setDriver] = useState<ChannelDriver>(hasSimulator ? 'simulator' : 'whatsapp');
  const [acceptsRisk, setAcceptsRisk] = useState(false);
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const isReal = driver === 'whatsapp';
  const nameIsWrong = !CreateChannel.shape.name.safeParse(name).success;
  const cannotConnect = workspace.isDemo && isReal;

  const submit = async () => {
    setTried(true);
    if (nameIsWrong || cannotConnect || (isReal && !acceptsRisk)) return;
    setBusy(true);
    setFailure(null);
    try {
      const workspaceId = workspace.id;
      const { id } = await client.channels.create.mutate({ workspaceId, input: { name, driver, acceptsRisk } });
      await client.channels.connect.mutate({ workspaceId, input: { channelId: id } });
      onDone();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      method="post"
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {failure !== null && (
        <Notice tone="danger" live="assertive">
          {errorText(failure)}
        </Notice>
      )}
      <Field
        label={t('name')}
        error={isTried && nameIsWrong && tFields(name.trim() ? 'tooLong' : 'required', { max: 80 })}
      >
        {(control) => (
          <TextInput
            {...control}
            value={name}
            placeholder={t('namePlaceholder')}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <fieldset className="grid gap-2.5">
        <legend className="mb-1.5 font-medium">{t('how')}</legend>
        {hasSimulator && (
          <ChoiceCard
            name="driver"
            title={t('simulator')}
            detail={t('simulatorDetail')}
            checked={!isReal}
            onChange={() => setDriver('simulator')}
          />
        )}
        <ChoiceCard
          name="driver"
          title={t('real')}
          detail={workspace.isDemo ? t('realNotInDemo') : t('realDetail')}
          disabled={workspace.isDemo}
          checked={isReal}
          onChange={() => setDriver('whatsapp')}
        />
      </fieldset>
      {isReal && !workspace.isDemo && (
        <Notice tone="attention">
          <div className="grid gap-3">
            <p>{t('realRisk')}</p>
            <Checkbox
              label={t('acceptRisk')}
              checked={acceptsRisk}
              error={isTried && !acceptsRisk && t('mustAccept')}
              onChange={(event) => setAcceptsRisk(event.target.checked)}
            />
          </div>
        </Notice>
      )}
      <Button type="submit" look="primary" size="large" busy={isBusy}>
        {t('submit')}
      </Button>
    </form>
  );
}
