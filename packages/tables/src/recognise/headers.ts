/** What a column of a file may become. A company's own field is `field:` and its id. */
export const targets = [
  'skip',
  'name',
  'given',
  'family',
  'phone',
  'dial',
  'email',
  'company',
  'city',
  'country',
  'birthday',
  'language',
  'kind',
  'tags',
  'consent',
  'owner',
  'notes',
] as const;
export type Target = (typeof targets)[number] | `field:${string}`;

/** Products whose export files are known by their columns. */
export const products = ['google', 'outlook', 'chatwoot', 'wati', 'kommo', 'hubspot', 'manychat', 'recado'] as const;
export type Product = (typeof products)[number];

/** Names without accents, capitals and signs: "E-mail 1 - Value" and "e_mail 1 value" are one. */
export const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** What columns are called in Spanish, English and Portuguese, whoever wrote the file. */
export const synonyms: Record<Exclude<(typeof targets)[number], 'skip'>, readonly string[]> = {
  name: words(
    'nombre completo|nombre y apellidos|nombre y apellido|apellidos y nombre|cliente|nombre del cliente|nombre del contacto|nombre de contacto|contacto|razon social|full name|fullname|display name|contact name|customer|customer name|client|client name|fn|nome completo|nome do contato|nome do cliente|contato|name|nombre|nome|mostrar como',
  ),
  given: words(
    'nombre de pila|primer nombre|nombres|first name|firstname|given name|givenname|forename|n given|primeiro nome|nome proprio',
  ),
  family: words(
    'apellidos|apellido|apellido s|primer apellido|last name|lastname|surname|family name|familyname|n family|sobrenome|sobrenomes|ultimo nome',
  ),
  phone: words(
    'telefono|telefonos|otros telefonos|tel|tlf|tfno|telef|telefono movil|telefono celular|movil|celular|cel|numero|numero de telefono|numero telefonico|numero de movil|numero de celular|whatsapp|numero de whatsapp|telefono whatsapp|wasap|telefono 1|telefono 2|telefono fijo|telefono del trabajo|telefono de la oficina|telefono oficina|telefono de casa|tel directo|otro telefono|telefone|telefones|telemovel|numero de telefone|telefone celular|telefone comercial|telefone residencial|phone|phones|other phones|phone number|phonenumber|phone number s|phone no|mobile|mobile phone|mobile number|mobilephone|cell|cell phone|cellphone|work phone|work direct phone|home phone|other phone|business phone|primary phone|whatsapp number|whatsapp phone|whatsapp phone number|whatsapp id|wa id|waid|wa number|msisdn|contact number|telephone',
  ),
  dial: words(
    'prefijo|prefijo telefonico|prefijo pais|codigo de pais|codigo pais telefono|country code|countrycode|dial code|phone code|phone country code|codigo do pais|ddi',
  ),
  email: words(
    'correo|correo electronico|email|e mail|mail|email address|e mail address|emailaddress|direccion de correo|direccion de correo electronico|correo del trabajo|correo de trabajo|correo personal|work email|personal email|other email|otro correo|correo 1|endereco de email|endereco de e mail|correio eletronico|email de trabalho|email personal',
  ),
  company: words(
    'empresa|compania|organizacion|negocio|nombre de la empresa|company|company name|organization|organisation|organization name|organization 1 name|org|business name|primary company|associated company|empresa principal|empresa asociada|nome da empresa|organizacao|additional attributes company name',
  ),
  city: words(
    'ciudad|poblacion|localidad|municipio|city|town|locality|adr city|address 1 city|business city|home city|cidade|municipality|additional attributes city',
  ),
  country: words(
    'pais|pais region|country|country region|nation|adr country|address 1 country|business country region|home country region|pais regiao|additional attributes country|country name',
  ),
  birthday: words(
    'cumpleanos|fecha de nacimiento|nacimiento|f nacimiento|birthday|birth date|birthdate|date of birth|dob|bday|aniversario|data de nascimento|nascimento',
  ),
  language: words('idioma|lengua|language|locale|lang|preferred language|idioma preferido|lingua'),
  kind: words('tipo|tipo de contacto|contact type|tipo de cliente|tipo de contato|kind'),
  tags: words(
    'etiquetas|etiqueta|tags|tag|labels|label|grupos|grupo|group membership|groups|categories|categorias|listas|segmento|segmentos|categoria|marcadores|etiquetas del contacto|contact tags',
  ),
  consent: words(
    'consentimiento|consiente|acepta publicidad|acepta comunicaciones|acepta marketing|consentimiento marketing|permite publicidad|publicidad|opt in|optin|opted in|marketing consent|consent|allow broadcast|allowbroadcast|subscribed|suscrito|marketing contact status|estado del contacto de marketing|marketing|aceita marketing|consentimento|opt in whatsapp|whatsapp opt in|opted in whatsapp|opted in for whatsapp|inscrito|suscrito a whatsapp',
  ),
  owner: words(
    'responsable|propietario|propietario del contacto|encargado|agente|comercial|asignado a|owner|contact owner|responsible user|responsible|assigned to|assignee|agent|proprietario do contato|responsavel|usuario responsable|atribuido a|owner email',
  ),
  notes: words(
    'notas|nota|observaciones|comentarios|comentario|notes|note|remarks|comments|observacoes|anotacoes|note 1|nota 1|descripcion',
  ),
};

function words(text: string): string[] {
  return text.split('|');
}

type Signature = {
  product: Product;
  /** Each line is enough: all of its names must be there. */
  any: readonly (readonly string[])[];
  /** What this product's names mean, where they mean something else than everybody's. */
  own?: Readonly<Record<string, (typeof targets)[number]>>;
};

const all = (text: string): string[] => text.split('|');

/** Ordered: what is more particular first. */
export const signatures: readonly Signature[] = [
  {
    product: 'recado',
    any: [all('recado id|nombre|telefono'), all('recado id|name|phone')],
    own: {
      'recado id': 'skip',
      nombre: 'name',
      type: 'kind',
      'whatsapp name': 'skip',
      'nombre en whatsapp': 'skip',
      'fecha del consentimiento': 'skip',
      'consent date': 'skip',
      'origen del consentimiento': 'skip',
      'consent source': 'skip',
      origen: 'skip',
      source: 'skip',
      creado: 'skip',
      created: 'skip',
      'ultimo mensaje suyo': 'skip',
      'last message from them': 'skip',
      'ultimo mensaje nuestro': 'skip',
      'last message from us': 'skip',
    },
  },
  {
    product: 'google',
    any: [
      all('phone 1 value|first name'),
      all('phone 1 value|given name'),
      all('e mail 1 value|given name'),
      all('e mail 1 value|first name'),
      all('phone 1 value|group membership'),
      all('phone 1 value|labels'),
    ],
    own: { name: 'skip', nickname: 'skip', 'organization title': 'skip' },
  },
  {
    product: 'outlook',
    any: [
      all('e mail address|e mail type'),
      all('e mail address|business phone|mobile phone'),
      all('direccion de correo electronico|telefono movil|telefono del trabajo'),
      all('e mail display name|home phone'),
    ],
    own: { 'e mail display name': 'skip', 'e mail type': 'skip' },
  },
  {
    product: 'manychat',
    any: [
      all('psid'),
      all('live chat url'),
      all('manychat id'),
      all('contact id|opted in for sms'),
      all('subscriber id|last interaction'),
      all('user id|full name|last interaction'),
      all('id de manychat'),
    ],
    own: {
      'contact id': 'skip',
      id: 'skip',
      'user id': 'skip',
      name: 'name',
      'full name': 'name',
      subscribed: 'skip',
      'opted in for sms': 'skip',
      'opted in for email': 'skip',
      'phone number': 'phone',
      'sms phone': 'phone',
    },
  },
  {
    product: 'hubspot',
    any: [
      all('record id|email'),
      all('record id|first name'),
      all('record id contact|first name'),
      all('id de registro|nombre'),
      all('id de registro|correo'),
      all('id do registro|nome'),
      all('contact id|lifecycle stage|first name'),
      all('id de objeto|nombre|propietario del contacto'),
    ],
    own: {
      'record id': 'skip',
      'id de registro': 'skip',
      'id do registro': 'skip',
      'record id contact': 'skip',
      nombre: 'given',
      nome: 'given',
    },
  },
  {
    product: 'kommo',
    any: [
      all('contact name|responsible user'),
      all('full name contact'),
      all('nombre completo contacto'),
      all('id|first name|last name|work phone'),
      all('work phone|work direct phone'),
      all('nombre del contacto|usuario responsable'),
      all('contact name|work phone'),
      all('telefono oficina|otro telefono'),
      all('telefone comercial|outro telefone'),
    ],
    own: {
      id: 'skip',
      'contact name': 'name',
      'full name contact': 'name',
      'nombre completo contacto': 'name',
      'lead title': 'skip',
      contact: 'name',
      fax: 'skip',
      'outro telefone': 'phone',
      faks: 'skip',
      'work email': 'email',
      'private email': 'email',
    },
  },
  {
    product: 'wati',
    any: [
      all('allowbroadcast|phone'),
      all('allow broadcast|phone'),
      all('allowbroadcast|countrycode'),
      all('wa id|allow broadcast'),
      all('waid|fullname'),
      all('whatsapp number|allow campaign'),
    ],
    own: {
      allowsms: 'skip',
      'allow sms': 'skip',
      'allow campaign': 'consent',
      allowcampaign: 'consent',
      fullname: 'name',
      created: 'skip',
      'creation date': 'skip',
    },
  },
  {
    product: 'chatwoot',
    any: [
      all('id|name|email|phone number'),
      all('phone number|identifier|custom attributes'),
      all('name|email|identifier|phone number'),
      all('phone number|additional attributes city'),
      all('thumbnail|phone number|availability status'),
    ],
    own: {
      id: 'skip',
      identifier: 'skip',
      thumbnail: 'skip',
      'availability status': 'skip',
      'ip address': 'skip',
      'custom attribute 1': 'skip',
      'custom attribute 2': 'skip',
    },
  },
];
