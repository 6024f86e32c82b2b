'use client';

import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { ProgressBar } from '@recado/ui/progress-bar';
import { clsx } from 'clsx';
import { FileUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { sendFile } from '../session/send-file.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useImportsAction } from './use-imports.ts';

const SAMPLE = [
  ['Nombre', 'Apellidos', 'Teléfono', 'Correo', 'Ciudad', 'Cumpleaños', 'Acepta publicidad', 'Notas'],
  ['Ana', 'García López', '+34 612 345 678', 'ana@tienda.es', 'Cádiz', '17/05/1980', 'sí', 'Prefiere por la tarde'],
  ['Luis', 'Pérez', '+52 55 1234 5678', 'luis@tienda.mx', 'Ciudad de México', '', 'no', ''],
];
const sampleAddress = `data:text/csv;charset=utf-8,${encodeURIComponent(`\ufeff${SAMPLE.map((row) => row.join(';')).join('\r\n')}\r\n`)}`;

/** Where a file is dropped or chosen. */
export function UploadStep({ onTaken }: { onTaken: (importId: string) => void }) {
  const t = useTranslations('imports.upload');
  const { viewer, workspace } = useDesk();
  const { isBusy, failure, run } = useImportsAction();
  const errorText = useErrorText();
  const [part, setPart] = useState(0);
  const [isOver, setOver] = useState(false);
  const id = useId();
  const take = (file: File | undefined) => {
    if (!file || isBusy) return;
    setPart(0);
    void run(
      async (workspaceId) => {
        const address = `/imports?workspace=${workspaceId}&name=${encodeURIComponent(file.name)}`;
        const { importId } = await sendFile(address, file, viewer.person.id, setPart);
        onTaken(importId as string);
      },
      undefined,
      'form',
    );
  };
  return (
    <section aria-labelledby={id} className="grid gap-4">
      <label
        data-workspace={workspace.id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files[0]);
        }}
        className={clsx(
          'grid cursor-pointer justify-items-center gap-3 rounded-card border border-dashed px-6 py-12 text-center transition-colors has-focus-visible:outline-2 has-focus-visible:outline-brand has-focus-visible:outline-offset-2',
          isOver ? 'border-brand bg-brand-soft' : 'border-edge bg-surface',
        )}
      >
        <FileUp size={28} aria-hidden className="text-quiet" />
        <span id={id} className="font-serif text-title">
          {isBusy ? t('busy') : t('drop')}
        </span>
        <span className="max-w-md text-quiet">{t('formats')}</span>
        <input
          type="file"
          accept=".csv,.tsv,.txt,.xlsx,.json,.jsonl,.vcf"
          className="sr-only"
          disabled={isBusy}
          aria-invalid={failure ? true : undefined}
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            take(file);
          }}
        />
        {isBusy && <ProgressBar value={part} label={t('busy')} />}
      </label>
      {failure !== null && (
        <Notice tone="danger" live="assertive">
          {errorText(failure)}
        </Notice>
      )}
      <Button asChild look="quiet" className="justify-self-start">
        <a href={sampleAddress} download={t('sampleName')}>
          {t('sample')}
        </a>
      </Button>
    </section>
  );
}
