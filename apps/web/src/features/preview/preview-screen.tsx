'use client';

import { Avatar } from '@recado/ui/avatar';
import { Badge, CountBadge } from '@recado/ui/badge';
import { Button } from '@recado/ui/button';
import { Checkbox } from '@recado/ui/checkbox';
import { ChoiceCard } from '@recado/ui/choice-card';
import { CodeInput } from '@recado/ui/code-input';
import { Dialog } from '@recado/ui/dialog';
import { EmptyState } from '@recado/ui/empty-state';
import { Field } from '@recado/ui/field';
import { Mark } from '@recado/ui/mark';
import { Menu, MenuItem } from '@recado/ui/menu';
import { Note } from '@recado/ui/note';
import { Notice } from '@recado/ui/notice';
import { PasswordInput } from '@recado/ui/password-input';
import { ProgressBar } from '@recado/ui/progress-bar';
import { Segmented } from '@recado/ui/segmented';
import { SelectInput } from '@recado/ui/select-input';
import { Skeleton } from '@recado/ui/skeleton';
import { Tag, type TagTint } from '@recado/ui/tag';
import { TextInput } from '@recado/ui/text-input';
import { Toaster, toast } from '@recado/ui/toaster';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { BlankNote } from '../shell/blank-note.tsx';

const looks = ['primary', 'secondary', 'quiet', 'danger'] as const;
const tints: readonly TagTint[] = ['slate', 'blue', 'teal', 'green', 'amber', 'terracotta', 'berry', 'violet'];
const tones = ['brand', 'attention', 'good', 'danger'] as const;
const grounds = ['bg-paper', 'bg-sunk', 'bg-surface', 'bg-brand', 'bg-attention', 'bg-good', 'bg-danger'] as const;

/** Every part of the interface in its states, for eyes and for screenshots. */
export function PreviewScreen() {
  const t = useTranslations('preview');
  const tCommon = useTranslations('common');
  const [isOpen, setOpen] = useState(false);
  const [code, setCode] = useState('0425');
  const [view, setView] = useState<'one' | 'two'>('one');
  const sample = t('sample');
  return (
    <main className="mx-auto grid max-w-4xl gap-12 px-5 py-10">
      <header className="grid gap-3">
        <span className="flex items-end gap-4 text-brand">
          <Mark size={56} />
          <Mark size={32} />
          <Mark size={16} />
        </span>
        <h1 className="font-serif text-display">{t('title')}</h1>
        <p className="text-body text-quiet">{t('detail')}</p>
      </header>
      <Part title={t('colour')}>
        <div className="flex flex-wrap gap-2">
          {grounds.map((ground) => (
            <span key={ground} className={`size-14 rounded-card border ${ground}`} />
          ))}
        </div>
      </Part>
      <Part title={t('type')}>
        <p className="font-serif text-display">{sample}</p>
        <p className="font-serif text-title">{sample}</p>
        <p className="text-lead">{sample}</p>
        <p className="text-body">{sample}</p>
        <p>{sample}</p>
        <p className="text-dense text-quiet">{sample}</p>
        <p className="tabular text-fine text-quiet">{'0123456789 · 18:40'}</p>
      </Part>
      <Part title={t('actions')}>
        {(['small', 'medium', 'large'] as const).map((size) => (
          <div key={size} className="flex flex-wrap items-center gap-2">
            {looks.map((look) => (
              <Button key={look} look={look} size={size}>
                {tCommon('continue')}
              </Button>
            ))}
            <Button look="primary" size={size} busy>
              {tCommon('continue')}
            </Button>
          </div>
        ))}
        <Segmented
          label={t('title')}
          name="preview"
          value={view}
          onValue={setView}
          options={[
            { value: 'one', label: tCommon('today') },
            { value: 'two', label: tCommon('yesterday') },
          ]}
        />
        <div className="flex flex-wrap items-center gap-2">
          <Badge>{sample}</Badge>
          {tones.map((tone) => (
            <Badge key={tone} tone={tone}>
              {sample}
            </Badge>
          ))}
          {tints.map((tint) => (
            <Tag key={tint} colour={tint}>
              {sample}
            </Tag>
          ))}
          <CountBadge count={3} label="3" />
          <CountBadge count={120} label="120" />
          {['Ana Ruiz', 'Luis', '+34', 'Marta Gil', 'Óscar'].map((name) => (
            <Avatar key={name} name={name} seed={name} />
          ))}
        </div>
      </Part>
      <Part title={t('fields')}>
        <div className="grid max-w-sm gap-5">
          <Field label={sample} hint={sample}>
            {(control) => <TextInput {...control} placeholder={sample} />}
          </Field>
          <Field label={sample} error={t('sampleError')}>
            {(control) => <TextInput {...control} defaultValue={sample} />}
          </Field>
          <Field label={sample}>{(control) => <TextInput {...control} defaultValue={sample} disabled />}</Field>
          <Field label={sample}>
            {(control) => (
              <PasswordInput
                {...control}
                defaultValue={sample}
                showLabel={tCommon('showPassword')}
                hideLabel={tCommon('hidePassword')}
              />
            )}
          </Field>
          <Field label={sample}>
            {(control) => (
              <SelectInput {...control}>
                <option>{sample}</option>
              </SelectInput>
            )}
          </Field>
          <Field label={sample}>
            {(control) => <CodeInput {...control} length={6} value={code} onValue={setCode} />}
          </Field>
          <Checkbox label={sample} error={t('sampleError')} />
          <ChoiceCard name="choice" title={sample} detail={sample} defaultChecked />
          <ChoiceCard name="choice" title={sample} detail={sample} disabled />
        </div>
      </Part>
      <Part title={t('notices')}>
        {tones.map((tone) => (
          <Notice key={tone} tone={tone}>
            {t('sampleError')}
          </Notice>
        ))}
      </Part>
      <Part title={t('notes')}>
        <div className="grid gap-2 bg-sunk p-5">
          <Note side="start" className="justify-self-start text-body">
            {sample}
          </Note>
          <Note side="end" className="justify-self-end text-body">
            {sample}
          </Note>
        </div>
      </Part>
      <Part title={t('waiting')}>
        <Skeleton className="h-4 w-1/2" />
        <Skeleton className="h-4 w-1/3" />
        <ProgressBar value={0.6} label={sample} />
        <EmptyState picture={<BlankNote />} title={sample} detail={t('sampleError')} />
      </Part>
      <Part title={t('floating')}>
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => setOpen(true)}>{t('floating')}</Button>
          <Button onClick={() => toast(sample)}>{t('notices')}</Button>
          <Menu trigger={<Button>{t('actions')}</Button>}>
            <MenuItem onSelect={() => {}}>{sample}</MenuItem>
            <MenuItem tone="danger" onSelect={() => {}}>
              {sample}
            </MenuItem>
          </Menu>
        </div>
        <Dialog
          open={isOpen}
          onOpenChange={setOpen}
          title={sample}
          description={t('sampleError')}
          closeLabel={tCommon('close')}
        />
      </Part>
      <Toaster label={tCommon('notices')} />
    </main>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-4">
      <h2 className="border-b pb-2 font-semibold text-lead">{title}</h2>
      {children}
    </section>
  );
}
