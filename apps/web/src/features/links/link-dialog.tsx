'use client';

import {
  CreateLink,
  type LinkRole,
  type LinkRow,
  linkLimits,
  linkRoles,
  mayGrant,
  rightsOf,
  UpdateLink,
} from '@recado/core/access/contract';
import { formatDay, formatPhone } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Checkbox } from '@recado/ui/checkbox';
import { ChoiceCard } from '@recado/ui/choice-card';
import { Dialog } from '@recado/ui/dialog';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { SelectInput } from '@recado/ui/select-input';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useRights } from '../session/use-may.ts';
import { useReading } from '../shell/use-reading.ts';
import { MadeLink } from './made-link.tsx';
import { useLinksAction } from './use-links.ts';

type Made = { address: string; sentTo: string | null };

/** A link is made or changed here. What was made is shown this once, in the same sheet. */
export function LinkDialog({ link, onClose }: { link: LinkRow | null; onClose: () => void }) {
  const t = useTranslations('links.form');
  const tRoles = useTranslations('links.roles');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const { client, viewer } = useDesk();
  const reading = { ...useReading(), timeZone: viewer.person.timeZone };
  const rights = useRights();
  const group = useId();
  const { isBusy, failure, run } = useLinksAction();
  const grantable = linkRoles.filter((each) => mayGrant(rights, rightsOf(each)));
  const [name, setName] = useState(link?.name ?? '');
  const [role, setRole] = useState<LinkRole>(grantable.includes('link_agent') ? 'link_agent' : 'link_read');
  const [expiry, setExpiry] = useState(link ? 'keep' : String(linkLimits.daysProposed));
  const [days, setDays] = useState('');
  const [maxDevices, setMaxDevices] = useState(link?.maxDevices ?? 1);
  const [pin, setPin] = useState('');
  const [email, setEmail] = useState(link?.email ?? '');
  const [phone, setPhone] = useState(link?.phone ? formatPhone(link.phone) : '');
  const [notifies, setNotifies] = useState(true);
  const [sends, setSends] = useState(false);
  const [wrong, setWrong] = useState<string[]>([]);
  const [made, setMade] = useState<Made | null>(null);
  const address = email.trim();
  const number = phone.trim();
  const chosenDays =
    expiry === 'keep' ? undefined : expiry === 'never' ? null : Number(expiry === 'other' ? days : expiry);

  const save = async (of: LinkRow) => {
    if (address !== '' && number !== '') return setWrong(['both']);
    const isMoved = address !== (of.email ?? '') || number !== (of.phone ? formatPhone(of.phone) : '');
    const parsed = UpdateLink.safeParse({
      ...{ linkId: of.id, name, days: chosenDays },
      ...(maxDevices !== of.maxDevices && { maxDevices }),
      ...(isMoved && { notices: number !== '' ? { phone: number } : address !== '' ? { email: address } : null }),
    });
    if (!parsed.success) {
      const told = number === '' ? 'email' : 'phone';
      return setWrong(parsed.error.issues.map(({ path }) => (path[0] === 'notices' ? told : String(path[0]))));
    }
    const call = (workspaceId: string) => client.links.update.mutate({ workspaceId, input: parsed.data });
    if (await run(call, t('saved'), 'form')) onClose();
  };
  const create = async () => {
    const byMail = notifies && number === '';
    if (address !== '' && !byMail && !sends) return setWrong(['use']);
    const parsed = CreateLink.safeParse({
      ...{ name, role, days: chosenDays, maxDevices },
      ...(pin.trim() !== '' && { pin: pin.trim() }),
      ...(address !== '' && { email: address, notifies: byMail, sends }),
      ...(number !== '' && { phone: number }),
    });
    if (!parsed.success) return setWrong(parsed.error.issues.map(({ path }) => String(path[0])));
    await run(
      async (workspaceId) => {
        const { linkId, secret } = await client.links.create.mutate({ workspaceId, input: parsed.data });
        // after the mark a browser sends nothing to any server
        setMade({ address: `${location.origin}/w/${linkId}#${secret}`, sentTo: address && sends ? address : null });
      },
      undefined,
      'form',
    );
  };
  if (made) return <MadeLink {...made} name={name.trim()} hasPin={pin.trim() !== ''} onClose={onClose} />;
  const until = link?.expiresAt ? formatDay(new Date(link.expiresAt), reading) : 'none';
  const touched = () => setWrong([]);
  const isUnable = link === null && grantable.length === 0;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t(link ? 'editTitle' : 'newTitle')}
      description={t(link ? 'editDetail' : 'newDetail')}
      closeLabel={tCommon('close')}
    >
      <form
        method="post"
        noValidate
        className="mt-5 grid grid-cols-[minmax(0,1fr)] gap-5"
        onChange={touched}
        onSubmit={(event) => {
          event.preventDefault();
          void (link ? save(link) : create());
        }}
      >
        {failure !== null && (
          <Notice tone="danger" live="assertive">
            {errorText(failure)}
          </Notice>
        )}
        {!link && <Notice tone="attention">{t('warning')}</Notice>}
        <Field label={t('name')} hint={t('nameHint')} error={wrong.includes('name') && t('nameMissing')}>
          {(control) => (
            <TextInput
              {...control}
              autoComplete="off"
              maxLength={80}
              autoFocus
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        {!link && (
          <fieldset className="grid min-w-0 gap-2">
            <legend className="mb-1.5 font-medium">{t('role')}</legend>
            {isUnable && <Notice tone="attention">{t('noRole')}</Notice>}
            {grantable.map((each) => (
              <ChoiceCard
                key={each}
                name={group}
                value={each}
                title={tRoles(`${each}.name`)}
                detail={tRoles(`${each}.detail`)}
                checked={role === each}
                onChange={() => setRole(each)}
              />
            ))}
          </fieldset>
        )}
        <Field label={t('expiry')}>
          {(control) => (
            <SelectInput {...control} value={expiry} onChange={({ target }) => setExpiry(target.value)}>
              {link && (
                <option value="keep">{link.isOver ? t('expiryEnded', { until }) : t('expiryKeep', { until })}</option>
              )}
              {[7, 30].map((each) => (
                <option key={each} value={each}>
                  {t(link ? 'expiryFromNow' : 'expiryDays', { days: each })}
                </option>
              ))}
              <option value="other">{t('expiryOther')}</option>
              <option value="never">{t('expiryNever')}</option>
            </SelectInput>
          )}
        </Field>
        {expiry === 'other' && (
          <Field label={t('days')} error={wrong.includes('days') && t('daysWrong', { max: linkLimits.days })}>
            {(control) => (
              <TextInput
                {...control}
                inputMode="numeric"
                autoComplete="off"
                value={days}
                onChange={({ target }) => setDays(target.value)}
              />
            )}
          </Field>
        )}
        <Field label={t('devices')} hint={t(link ? 'devicesLess' : 'devicesHint')}>
          {(control) => (
            <SelectInput {...control} value={maxDevices} onChange={({ target }) => setMaxDevices(Number(target.value))}>
              {Array.from({ length: linkLimits.devices }, (_, at) => at + 1).map((count) => (
                <option key={count} value={count}>
                  {t('devicesOption', { count })}
                </option>
              ))}
            </SelectInput>
          )}
        </Field>
        {!link && (
          <Field
            label={t('pin')}
            hint={t('pinHint', { min: linkLimits.pinMin, max: linkLimits.pinMax })}
            error={wrong.includes('pin') && t('pinWrong', { min: linkLimits.pinMin, max: linkLimits.pinMax })}
          >
            {(control) => (
              <TextInput
                {...control}
                inputMode="numeric"
                autoComplete="off"
                value={pin}
                onChange={({ target }) => setPin(target.value)}
              />
            )}
          </Field>
        )}
        <Field
          label={t('email')}
          hint={t(link ? 'emailHint' : 'emailForHint')}
          error={wrong.includes('email') ? t('emailWrong') : wrong.includes('use') && t('emailUse')}
        >
          {(control) => (
            <TextInput
              {...control}
              type="email"
              inputMode="email"
              autoCapitalize="none"
              autoComplete="off"
              value={email}
              onChange={({ target }) => setEmail(target.value)}
            />
          )}
        </Field>
        {!link && address !== '' && (
          <div className="grid gap-3">
            {number === '' && (
              <Checkbox
                label={t('notifies')}
                checked={notifies}
                onChange={({ target }) => setNotifies(target.checked)}
              />
            )}
            <Checkbox label={t('sends')} checked={sends} onChange={({ target }) => setSends(target.checked)} />
          </div>
        )}
        <Field
          label={t('phone')}
          hint={t('phoneHint')}
          error={wrong.includes('phone') ? t('phoneWrong') : wrong.includes('both') && t('phoneBoth')}
        >
          {(control) => (
            <TextInput
              {...control}
              type="tel"
              inputMode="tel"
              autoComplete="off"
              value={phone}
              onChange={({ target }) => setPhone(target.value)}
            />
          )}
        </Field>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{tCommon('cancel')}</Button>
          {!isUnable && (
            <Button type="submit" look="primary" busy={isBusy}>
              {t(link ? 'save' : 'submit')}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
