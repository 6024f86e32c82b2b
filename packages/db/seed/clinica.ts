import type { Trade } from './corpus.ts';

const dialogues = `
# primera-visita nuevo peso=4
c: Hola, [quería/quisiera/me gustaría] pedir cita para una revisión, soy paciente nuev{o/a} | {Saludo}, la primera visita tiene coste? | Buenas tardes, me ha recomendado {familiar} y quería que me vierais la boca | Hola, hace años que no voy al dentista y me da un poco de apuro. Podríais darme cita? | Buenas! Cómo va lo de la primera visita? Busco dentista en el centro
s: {Saludo}{,n}. La primera visita es gratuita e incluye revisión y presupuesto. ¿Le viene bien {dia} a las {hora}? | Hola{,n}, gracias por escribirnos. La revisión no tiene coste. Puedo ofrecerle {dia} a las {hora} o {dia2} a las {hora2}. | Hola{,n}, ha hecho bien en escribirnos. {Dia} a las {hora} le ve {doctor}, sin prisas. | {Saludo}. Primera visita gratuita, con radiografía si hace falta (25 €). ¿{Dia} a las {hora}?
c: {Dia} me viene bien | Sí, {dia} puedo | Sí, perfecto. Necesito llevar algo? | A las {hora} salgo del trabajo, llego justo pero llego | Esa hora está bien, gracias
s: Confirmado: {fecha} a las {hora}. Traiga el DNI y, si tiene, radiografías recientes. | Queda citad{o/a}. Venga diez minutos antes para rellenar la ficha. | Anotado{,n}. Solo el DNI y la lista de medicación si toma alguna. | Reservado con {doctor}. Estamos en la Alameda, junto a la parada de autobús.
c?: Muchas gracias | Estupendo, allí estaré | Perfecto, hasta entonces

# limpieza peso=4
c: Hola, cuánto cuesta una limpieza? | Buenas, quería hora para limpieza, me toca ya | {Saludo}, necesito una limpieza antes de {evento} | Hola! Me toca limpieza desde hace {meses} meses y siempre se me pasa jaja | Quería cita para limpieza para mí y para {familiar}, puede ser el mismo día?
s: Hola{,n}. La limpieza son 50 € y dura media hora. ¿{Dia} a las {hora}? | {Saludo}. Son 50 €; con {seguro} está incluida una al año. Tengo {dia} a las {hora}. | Claro{,n}. Le puedo dar {dia} a las {hora} con {higienista}. | Sí. {Dia} tenemos las {hora} y {dia2} las {hora2}. Dígame cuál prefiere.
c: La de {dia} | Tengo {seguro}, entonces me entra? | Y {dia2} a {lashora2} no habría? | Vale, {dia} allí estaré
s=: Apuntad{o/a} con {higienista}, {dia} a las {hora}. | Sí, con {seguro} no paga nada. Queda reservada. | Sí, anotado{,n}: {dia2} a las {hora2}. | Hecho. Si toma anticoagulantes, díganoslo antes.
c?: Gracias 👍 | Muy amable | Genial, hasta {dia}

# dolor peso=4
c: Hola, tengo un dolor de muela horrible, me podéis ver hoy? | {Saludo}, se me ha inflamado {zona} y no he dormido nada. Hay urgencias? | Perdón por la hora, llevo desde anoche con dolor en {zona}. Atendéis urgencias? | Buenas, me duele muchísimo al morder, creo que es {zona}. Tenéis un hueco??
s: Hola{,n}, lo siento. Le hacemos hueco: ¿puede venir ahora? | {Saludo}. Las urgencias las vemos el mismo día, venga en cuanto pueda. ¿Ha tomado algo? | Lo vemos cuanto antes{,n}. ¿Tiene fiebre o la cara hinchada? | Claro que sí, véngase. ¿Tiene alergia a algún medicamento?
c=: Sí, [salgo para allá/en media hora puedo/cojo un taxi y voy] | [Ibuprofeno/Paracetamol/Un antiinflamatorio], pero no me hace nada | [No, fiebre no. Solo dolor y me late/Un poco hinchada sí] | [Alergia a {medicina}/Que yo sepa no]. Voy para allá
s: Venga y le ve {doctor} entre paciente y paciente. No se ponga calor en la zona. | Vale, lo anoto en su ficha. Le esperamos, pase directamente por recepción. | Si tarda más de media hora en llegar, avíseme y le guardo el sitio. | De acuerdo. Hasta que le veamos, frío por fuera y nada de aspirina sobre la muela.
c: Estoy de camino | En veinte minutos estoy ahí | Gracias de verdad
c?@tras: Ya mucho mejor, he podido dormir. Dele las gracias a {doctor} | Hoy ya no me duele, solo molestia. El antibiótico lo tomo los 7 días? | Se me ha bajado la hinchazón
s?=: Nos alegra mucho. Termine el antibiótico aunque se encuentre bien. | Qué alivio{,n}. Sí, los siete días completos. | Perfecto. Si vuelve el dolor, no espere: llámenos.

# recordatorio habitual peso=6
s@vispera: {Saludo}{,n}. Le recordamos su cita {dia} a las {hora} con {doctor}. Por favor, confirme por aquí. | Hola{,n}, {dia} a las {hora} tiene {tratamiento}. ¿Nos confirma la asistencia? | Clínica Alameda: le esperamos {dia} a las {hora}. Si no puede venir, avísenos para dar el hueco. | {N}, {dia} a las {hora} tiene cita con {doctor}. ¿Sigue bien para usted?
c: Confirmo, gracias | Sí, allí estaré a {lashora} | Confirmado, muchas gracias por avisar | Sí señora, ahí estaremos | Ok 👍 | Confirmada. Voy con {familiar}, que me acompaña
s?: Muchas gracias{,n}. | Gracias, hasta {dia}. | Perfecto, {doctor} le espera.

# cambiar-cita peso=5
c: Hola, no puedo ir a la cita de {dia}, me la podéis cambiar? | {Saludo}, me coincide la cita con {motivo}. Hay otra hora? | Buenas, tengo que cambiar lo de {dia} a {lashora}, perdonad | Hola, {dia} me han puesto turno de tarde, puede ser por la mañana?
s: Por supuesto{,n}. ¿{Dia2} a las {hora2}? | Sin problema. Le ofrezco {dia2} a las {hora2}. | Claro. Con {doctor} lo más cercano es {dia2}, {hora2}. | Gracias por avisar. ¿Le encaja {dia2} a {lashora2}?
c: Sí, perfecto | {Dia2} me va bien | Un poco más tarde no habrá? | Vale, gracias por el apaño
s=: Cambiada a {dia2}, {hora2}. La anterior queda anulada. | Anotado: {dia2} a las {hora2}. | La puedo retrasar un cuarto de hora, no más. Queda puesta. | Hecho{,n}. Recibirá un recordatorio el día antes.
c?: Gracias | Muy bien, gracias y perdón | Perfecto

# ferula peso=3
c*ferula: Se me ha partido la férula por detrás, tiene arreglo? | Mirad cómo ha quedado el retenedor después de que lo cogiera el perro 😅
s: Uf. Así no la use, puede rozar. Venga {dia} a las {hora} y hacemos medida para otra. | Esa no tiene arreglo{,n}, pero la repetimos en una semana. | Gracias por la foto. No la fuerce, mejor una nueva: 120 €.
c: Vaya... y cuánto tarda? | Ok, {dia} voy. Mientras duermo sin nada? | Está en garantía?
s=: Una semana desde la medida. | Unos días sin ella no son problema. {Dia} a las {hora} entonces. | Si tiene menos de un año, sí. Lo miro en su ficha. // Le cubre la mitad.
c: Vale, pues hasta {dia} | Perfecto, gracias | Genial, menos mal

# retenedor-olvidado habitual peso=3
c: Hola, una consulta: me he dejado el retenedor en {lugar} y llevo {dias} días sin ponérmelo, pasa algo? | {Saludo}, perdí el retenedor en el viaje 🤦 qué hago? | Buenas, me lo puse anoche después de {dias} días sin él y me aprieta bastante. Es normal? | Ay que he tirado el retenedor con la servilleta en {lugar}...
s=: No se apure{,n}. En cuanto lo recupere, póngaselo todas las noches; si no encaja del todo, venga. | Pasa más de lo que cree. Hay que hacer otro: ¿puede venir {dia} a las {hora}? | Es normal que apriete unos días. Si a la semana sigue igual, lo revisamos. | Mejor no esperar, los dientes se mueven pronto. ¿Le cito {dia}?
c=: Vale, me lo pongo en cuanto lo tenga | Sí, {dia} puedo. Cuánto cuesta el nuevo? | Ok, si no mejora os escribo | Sí por favor, {dia} me va bien
s=: Muy bien. Y la cajita siempre a la vista. | Son 90 € cada uno. Lo tiene en cinco días. | Estupendo, nos cuenta. | Apuntad{o/a} {dia} a las {hora}, son diez minutos de escaneado. Y la cajita, lejos de las servilletas.
c?: Jajaja prometido | Gracias, sois un sol | De acuerdo

# ortodoncia nuevo peso=3
c: Hola, quería información de ortodoncia invisible | {Saludo}, cuánto cuesta un tratamiento con alineadores? | Buenas, mi hija de {edad} años necesita aparato, qué opciones hay? | Hola! La ortodoncia se puede pagar a plazos?
s=: {Saludo}. Primero hacemos un estudio con escáner: le enseñamos la simulación antes de decidir. | Hola{,n}. Alineadores desde 2.400 € y brackets desde 1.800 €, según el caso. El estudio es gratis este mes. | Depende de la edad y la mordida. Con el estudio le damos precio cerrado. | Se financia hasta en 24 meses sin intereses. ¿Le cito para el estudio?
c: Y cuánto dura más o menos? | Duelen los alineadores? | Y se puede quitar para comer? | Me interesa, cuándo sería el estudio?
s=: Entre 9 y 18 meses, según el caso. | Molestan los primeros días de cada cambio, nada más. | Los alineadores sí; se llevan 22 horas al día. | {Dia} a las {hora} tiene hueco {doctor}.
c: Vale, apúntame | Lo comento en casa y le digo | Genial, pues voy {dia} | Es que he pedido precio en tres sitios y no sé qué pensar
s?=: Reservado{,n}: {dia} a las {hora}. | Sin compromiso. Aquí estamos. | Estupendo, {dia} a las {hora}. | Normal que compare. Pregunte en todos si el precio incluye retenedores.
c?+2d: Una duda, con los alineadores se nota al hablar? | Y el escáner sustituye a las pastas esas? Que me dan arcadas
s?=: Los dos primeros días un poquito, después nada. | Sí, escáner sin pasta. Ni se entera.

# presupuesto habitual peso=4
c: Hola, me podéis mandar el presupuesto de {tratamiento}? | {Saludo}, perdí el papel del presupuesto de {tratamiento}, me lo pasáis otra vez? | Buenas, el presupuesto que me disteis sigue siendo el mismo? | Hola, una duda del presupuesto: la segunda partida qué es exactamente?
s=: Claro{,n}. {Tratamiento}: {tratamiento.1}, con revisión incluida. Se lo mando también por correo. | Se lo reenvío ahora. El total de {tratamiento} es {tratamiento.1}. | Sigue vigente hasta fin de mes: {tratamiento.1}. | Esa partida es la radiografía 3D. Si ya tiene una reciente, la quitamos.
c: Y se puede pagar en dos veces? | Gracias, ahora lo veo | Ok, adelante entonces | Vale, es lo que recordaba. Cuándo empezamos?
s=: Sí, la mitad al empezar y el resto al terminar. | Cualquier duda, por aquí. | Muy bien{,n}. Dígame qué mañanas le convienen. | {Dia} a las {hora} puede empezar con {doctor}.
c: Hecho, gracias | Vale, os digo mañana | Perfecto, muchas gracias | De acuerdo

# postoperatorio habitual peso=4
s: Hola{,n}, ¿qué tal la noche después de {cirugia}? | {Saludo}{,n}. Le escribo para ver cómo sigue tras {cirugia}. | Buenas{,n}, ¿cómo va la boca?
c: Un poco hinchado pero sin dolor | Bien, aunque me sangra un poquito todavía | Mejor de lo que esperaba, la verdad | Regular, me duele si me paso con la comida | Perfecto, ni me he enterado
s=: Eso es normal hasta el tercer día. Frío por fuera y dieta blanda. | Ponga una gasa húmeda y muerda quince minutos, sin mirar. Si no para, llámenos. | Estupendo. Nada de pajitas, ni tabaco, ni enjuagues hoy. | Tómese el analgésico antes de que duela. Si necesita, le vemos {dia}. | Así da gusto. Aun así, dieta blanda un par de días.
c: Ok, y puedo hacer deporte? | Vale gracias, eso haré | Y los puntos se caen solos?
s=: Deporte a partir del cuarto día, suave. | Cualquier cosa nos escribe, aunque sea tontería. | Los puntos se caen solos; si no, los quitamos {dia} a las {hora}.
c?+4d: Todo bien ya, como nueva la boca | Ya no me duele nada, gracias por estar pendientes | Se me ha caído un punto, es normal?
s?=: Nos alegra mucho{,n}. | Para eso estamos. Nos vemos en la revisión. | Normal, no se preocupe. Lo vemos en la revisión.

# seguro nuevo peso=3
c: Hola, trabajáis con {seguro}? | {Saludo}, tengo {seguro}, qué me entra? | Buenas, cogéis seguros? El mío es {seguro}
s: Sí, con {seguro} trabajamos. La limpieza y las revisiones le entran; lo demás con baremo. | Sí{,n}. Traiga la tarjeta de {seguro} y lo comprobamos en el momento. | Con ese sí. Le paso el baremo cuando me diga qué necesita.
c: Genial, me hace falta {tratamiento} | Un empaste y la limpieza | Una funda que se me mueve
s=: Con el seguro, {tratamiento} se queda en {tratamiento.2}. | El empaste, 38 €, y la limpieza sin coste. ¿{Dia} a las {hora}? | Lo vemos sin coste y le doy el precio del baremo por escrito.
c: Pues dame hora | {Dia} perfecto | Me lo pienso y os digo, gracias
s?=: Le espero {dia} a las {hora}. | Anotado{,n}. | Aquí estamos.

# horario nuevo peso=3
c: Buenas, qué horario tenéis? | Hola, abrís por la tarde? Salgo a las 5 | {Saludo}, los viernes por la tarde estáis? | Hola, atendéis sábados?
s: De lunes a jueves de 9:30 a 14 y de 16:30 a 20:30; viernes, de 9 a 15. | Viernes solo hasta las 15. De lunes a jueves, mañana y tarde, hasta las 20:30. | Sábados cerramos. De lunes a jueves estamos hasta las 20:30.
c: Vale gracias. Y para {tratamiento} cuándo tenéis? | Entonces mejor {dia}, si puede ser | Perfecto, era solo eso
s=: Para eso, {dia} a las {hora} o {dia2} a las {hora2}. | {Dia} a las {hora}, ¿le va bien? | Aquí estamos para lo que necesite.
c=: La de {dia} | Vale, perfecto | Gracias, os aviso

# nervios nuevo peso=3
c: Hola, tengo pánico al dentista, hacéis sedación? | {Saludo}, mi {familiarcorto} tiene mucho miedo, cómo lo lleváis? | Buenas, la última vez salí llorando. Me da vergüenza decirlo pero necesito ir
s: Nada de vergüenza{,n}. Vamos despacio y paramos cuando levante la mano. | Lo tratamos todos los días. La primera vez solo se mira y se habla. | Hay sedación consciente para casos así. Primero lo valora {doctor}. | Le ponemos música, manta si quiere y ninguna sorpresa.
c: Y con sedación uno se entera? | Eso me tranquiliza, gracias | Vale, pues me animo. Cuándo?
s=: Está consciente pero relajad{o/a}, y necesita acompañante. Son 180 €. | Le pongo la última cita de la mañana, que está la clínica tranquila. | {Dia} a las {hora} con {doctor}, que tiene mucha mano con esto.
c: De acuerdo, gracias por la paciencia | Perfecto, me llevo a {familiar} | Vale... allá voy
c?@tras: Pues no fue para tanto, gracias a {doctor} | Primera vez que salgo sonriendo del dentista
s?: Qué bien leer eso{,n}. | Se lo enseño a {doctor} ahora mismo.

# ninos peso=3
c: Hola, a partir de qué edad veis niños? | {Saludo}, mi hijo de {edad} años tiene una mancha en una paleta, es grave? | Buenas, se le ha movido un diente de leche a la niña, la llevo? | Hola, mi niño tiene un golpe en el diente de jugar al fútbol
s=: Desde los tres años hacemos revisión, y la primera es para que se suba al sillón y ya. | Suele ser esmalte inmaduro, pero mejor verlo. {Dia} a las {hora}. | No corre prisa, suelen caer solos. Si quiere, tráigala {dia} a las {hora}. | Si el golpe ha sido hoy, venga hoy mismo. Guarde el trocito en leche si se ha partido.
c=: Y {dia} podríamos? Es que no quiere abrir la boca jaja | {Dia} a {lashora} salgo del cole con él, ok | Vale, {dia} vamos | Gracias, ahora vamos para allá
s=: Sí, {dia} a las {hora}. Le enseñamos la silla que sube y baja y se le pasa. | Anotado, cita infantil. | Tráigala merendada, que así aguanta mejor. | Les esperamos, pasen directamente.
c?@tras: Ha salido encantado con la pegatina | Todo bien, gracias por el trato con los peques

# implante peso=3
c: Hola, me dijeron que necesito un implante, precio? | {Saludo}, me falta una muela desde hace años y quiero mirar implante | Buenas, tomo anticoagulantes, me puedo poner un implante? | Hola, cuánto tarda lo del implante desde que se pone hasta la muela?
s=: El implante con corona está en 1.150 €, todo incluido. Antes, escáner 3D para ver el hueso. | Le citamos con {doctor}, que es quien pone los implantes: {dia} a las {hora}. | Con ese medicamento lo coordinamos con su médico. No es problema en la mayoría de casos. | De tres a cuatro meses hasta la corona definitiva; entretanto, provisional.
c: Duele mucho la operación? | Y si el hueso no llega? | Se puede financiar?
s=: Menos que una extracción. Anestesia local y analgésico unos días. | Si falta hueso, se hace injerto y se espera un poco más. | Sí, hasta 24 meses. Con {seguro} tiene además descuento.
c: Vale, dame cita para la valoración | Lo hablo en casa y os escribo | Pues venga, {dia} | Gracias por explicarlo tan claro
s?=: Le espera {doctor} {dia} a las {hora}. | Sin prisa, el hueso no se va mañana. | Queda anotado{,n}. | A usted{,n}.

# urgencia-fin-de-semana peso=2
c: Se me ha roto {pieza}, hay alguien de guardia? | Se me ha caído un empaste comiendo, es urgente? | Perdonen, no sé si es urgente. Se me ha despegado el puente
s=: {Saludo}{,n}. No es urgencia grave, pero venga hoy y lo dejamos sin aristas. | Le vemos {dia} a las {hora}. Hasta entonces, mastique por el otro lado. | Guarde el puente en la cajita, no use pegamento. {Dia} a las {hora} se lo pegamos.
c: Perfecto, gracias | Vale, ahí estaré | Uf, qué alivio
s?: Si duele mucho antes, díganoslo. | Cuídese hasta entonces.

# receta habitual peso=3
c: Hola, se me ha acabado el {medicina2}, me podéis mandar la receta? | {Saludo}, me hace falta el justificante de la cita de ayer para el trabajo | Buenas, necesito informe de {tratamiento} para mi médico | Hola, me podéis pasar la factura de este mes? Es para la mutua
s=: {Doctor} tiene que verle un momento para la receta. ¿Puede pasarse {dia}? | Ahora mismo se lo hago y se lo dejo en recepción. | Claro{,n}, lo pido hoy. ¿Se lo mando por correo o lo recoge? | Se la mando por correo, ¿sigue usando el mismo?
c=: Vale, {dia} me paso | Me corre un poco de prisa, paso {dia} a por él | Por correo perfecto | Sí, el mismo
s=: Aquí le esperamos. | Lo tiene preparado, con sello y todo. | Enviado, mire también en spam. | Enviada ya.
c?: Recibido, gracias | Perfecto!! | Muchas gracias

# volante meses=9,10,11,1,2 peso=2
c*volante: Este es el volante que me dio el médico, vale? | Os mando el papel de la mutua
s: Sí, con eso vale. Nos lo quedamos en su ficha. | Recibido{,n}. Falta la firma de la segunda hoja, ¿la tiene? | Perfecto, se lo tramitamos nosotras.
c=: Genial, muchas gracias | Sí, la tengo. La llevo {dia} | Perfecto, quedo pendiente
s?=: A usted{,n}. | {Dia} la fotocopiamos aquí. | Le avisamos cuando contesten.

# queja-espera habitual peso=2
c: Hola, hoy he esperado {minutos} minutos y nadie me ha dicho nada, me parece mal | {Saludo}. Con todo el cariño: la cita era a las {hora} y entré {minutos} minutos tarde | Buenas, me voy sin que me vieran, lo siento pero tengo trabajo
s: Tiene razón{,n} y le pido disculpas. Se complicó una urgencia y debimos avisarle. | Lo siento mucho. Lo hablo con el equipo hoy mismo. | Le entiendo. La próxima le aviso por aquí si vamos con retraso. // ¿Le cito {dia} a primera hora?
c: Vale, gracias por contestar | De acuerdo, {dia} a primera hora | No pasa nada, pero avisad por favor
s: Queda {dia}, la primera de la mañana. | Le llamo yo si hay retraso. Gracias por decirlo. | Apuntado. Y perdone otra vez.
c?@tras: Hoy muy puntuales, gracias por tomarlo en serio | Todo perfecto hoy

# blanqueamiento peso=2
c: Hola, cuánto cuesta el blanqueamiento? Me caso en {mesboda} | {Saludo}, hacéis blanqueamiento? Tengo los dientes sensibles | Buenas, el blanqueamiento ese de lámpara daña el esmalte?
s=: En clínica 220 €, con férula para casa 180 €. Antes hay que tener la limpieza hecha. | Con sensibilidad se hace en casa, más suave. 180 € con las férulas incluidas. | Con control no daña. Lo que hay que evitar son los de internet.
c: Y cuánto dura? | Me interesa, para dentro de un mes | Y los empastes se blanquean?
s=: Un año o dos, depende del café y del tabaco. | Perfecto, entonces limpieza {dia} y blanqueamiento después. | Los empastes no cambian de color, eso hay que saberlo antes.
c=: Café sí que tomo jaja, vale | Genial, adelante | Ah, eso no me lo habían dicho. Gracias

# muela-juicio peso=3
c: Buenas, mi médico dice que me quite las cuatro muelas del juicio, cómo va eso? | Hola, se me inflama cada dos por tres la encía de atrás, será la del juicio? | {Saludo}, cuánto es extraer una muela del juicio? Tengo {seguro}
s=: Se quitan de dos en dos, con anestesia local. 110 € cada una, 60 € con {seguro}. | Casi seguro. Pida cita y hacemos panorámica: {dia} a las {hora}. | 110 €. Recuperación de tres a cinco días, mejor en viernes.
c: Y puedo trabajar al día siguiente? | Ok, me miran y decido | Y con bracket puesto se puede?
s=: Si el trabajo es de oficina, sí. Si carga peso, mejor dos días. | Con la panorámica se ve. Cinco minutos y sale con el plan hecho. | Sí, se hace igual.
c: Vale, pues {dia} | Gracias, lo organizo en el trabajo y os digo | Perfecto

# ferias meses=4 hasta=18 peso=4
c: Hola, abrís la semana de feria? | {Saludo}, en feria qué horario hacéis? | Buenas, qué días cerráis por feria? Para no dejarlo para el final
s: En feria abrimos de 9 a 13, y el viernes cerramos. | Solo mañanas esa semana. Le doy hora si quiere. | De 9 a 13 hasta el jueves; por la tarde, al real.
c: Pues antes de eso, {dia} si puede ser | Vale, entonces {dia} mejor | Apúntame {dia} entonces, que luego no hay quien me levante
s: Hecho{,n}, {dia} a las {hora}. | Anotado: {dia} a las {hora}.
c: Gracias, buena feria | Ole, gracias | Perfecto, hasta {dia}

# agosto meses=7 peso=4
c: Hola, en agosto cerráis? | {Saludo}, cuándo cogéis vacaciones? Quiero terminar lo mío antes | Buenas, si me duele algo en agosto hay alguien?
s=: La segunda quincena. Hasta el 15, solo por la mañana. | Del 16 al 31 de agosto. Antes puedo darle {dia} a las {hora}. | Del 16 al 31 cerramos, pero hay un teléfono de guardia.
c=: Vale, me espero a septiembre | Perfecto, {dia} voy | Qué alivio, gracias
s?=: En septiembre empezamos el día 1. Buen verano{,n}. | Anotado. | Esperemos que no haga falta.

# bizum habitual peso=2
c: Hola, puedo pagar la parte que falta por bizum? | {Saludo}, cuánto me quedaba por pagar de {tratamiento}? | Buenas, os he hecho una transferencia, os llegó?
s=: Sí, al número de la clínica. Ponga su nombre en el concepto. | Le quedan {resto}. Puede pagarlo cuando quiera. | Aún no ha llegado, suele tardar un día.
c=: Bizum hecho ✅ | Ah, menos de lo que pensaba. Lo pago el próximo día | Vale, quedo pendiente
s=: Recibido, está todo al día. | Sin problema, le preparo el recibo. | Ya ha entrado. Le mando el recibo por correo.
c?: Gracias | Estupendo

# covid-gripe peso=2
c: Tengo cita {dia} pero estoy con {malestar}, la dejo? | Hola, {dia} voy con fiebre, mejor lo cambiamos | Buenas, mi hija tiene {malestar} y era su revisión {dia}, la cambiamos?
s: Mejor cuídese. Le cambio a {dia2}, {hora2}. | No se preocupe, la cambio. ¿Le sirve {dia2} a las {hora2}? | La revisión puede esperar. ¿{Dia2} a {lashora2}?
c: Sí, gracias | Perfecto, gracias por entenderlo | Ese día mejor, sí
s?: Anotado. Que se mejore{,n}. | Cambiada. Mucho líquido.

# resultado-radiografia habitual peso=2
c: Hola, tenéis ya los resultados de la panorámica? | {Saludo}, {doctor} iba a mirar mi radiografía, sabe algo? | Buenas, la radiografía que me hicisteis, me la podéis mandar?
s=: Sí: {hallazgo}. Lo mejor es verlo en consulta, {dia} a las {hora}. | {Doctor} la ha visto: {hallazgo}. Le cito para explicárselo bien. | Se la mando por correo cifrado, por aquí no enviamos pruebas.
c=: Uf, y es grave? | Vale, {dia} me paso | Entendido, por correo mejor entonces
s=: No, se soluciona en una sesión. | Nada urgente, pero no conviene dejarlo pasar un año. {Dia} a las {hora}. | De acuerdo, ahora mismo.
c=: Menos mal, gracias | Pues {dia} lo hablamos | Recibido, gracias

# carillas peso=1
c: Hola, cuánto valen las carillas? Es por {evento} | {Saludo}, qué diferencia hay entre carilla y funda? | Buenas, las carillas de composite cuánto duran?
s=: Composite desde 180 € la pieza, porcelana desde 480 €. Se estudia la sonrisa antes. | La funda cubre todo el diente, la carilla solo la cara. Depende de cómo esté la pieza. | Composite unos cinco años, porcelana quince o más.
c: Y son reversibles? | Cuántas harían falta? | Me gustaría ver un antes y después
s=: Las de composite, casi. Las de porcelana, no del todo. | Normalmente de 6 a 8, donde se ve la sonrisa. | En la visita le enseñamos casos, con permiso de los pacientes.
c: Vale, lo pienso con calma | Pues dame hora con {doctor} | Muy claro, gracias

# felicitacion habitual peso=2
s: Hola{,n}, hace un año de su última revisión. ¿Le reservo hueco {dia} a las {hora}? | {Saludo}{,n}. Le toca la revisión anual, sin coste. ¿Cuándo le viene bien? | Hola{,n}, ¿cómo va todo? Toca limpieza y revisión este mes.
c: Sí, {dia} | Uy ya un año, apúntame | Ahora mismo no puedo, os digo en {mes2} | Justo iba a escribiros jaja
s=: Reservado{,n}. | Perfecto, {dia} a las {hora}. | Sin problema, se lo recuerdo entonces. | Qué casualidad. {Dia} a las {hora} entonces.
c?: Gracias | Genial

# audio peso=2
c: Os mando un audio que escribir con una mano es difícil | Le he dejado un audio con lo de {familiar} | Es largo de contar, mejor os llamo?
s: En recepción no podemos escuchar audios con pacientes delante. ¿Me lo resume en una línea? | Si puede, por escrito; así lo dejamos en su ficha. | Llámenos cuando quiera, hasta las 20:30.
c: Que si puedo adelantar la cita de {dia} | Nada, que llegaré {minutos} minutos tarde | Que le duele otra vez {zona} a {familiar}, qué hacemos
s=: Le adelanto a las {hora}. | Sin problema, avisado. | Vengan {dia} y lo vemos.
c?: Gracias!! | Vale | Perfecto
`;

export const clinica: Trade = {
  dialogues,
  womenShare: 0.58,
  hours: [
    [],
    [
      [570, 840],
      [990, 1230],
    ],
    [
      [570, 840],
      [990, 1230],
    ],
    [
      [570, 840],
      [990, 1230],
    ],
    [
      [570, 840],
      [990, 1230],
    ],
    [[540, 900]],
    [],
  ],
  cities: ['Sevilla', 'Sevilla', 'Sevilla', 'Triana', 'Dos Hermanas', 'Camas', 'Tomares', 'Mairena del Aljarafe'],
  notes: [
    'Prefiere primera hora.',
    'Viene con su hijo.',
    'Llamar mejor por la tarde.',
    'Presupuesto entregado.',
    'Le atiende Marga.',
    'Paga en dos veces.',
    'Acompañante para la sedación.',
    'Revisión cada seis meses.',
  ],
  names: {
    women:
      'Rocío,Macarena,Carmen,Triana,Esperanza,Ana,Isabel,Lola,Consolación,Marta,Pilar,Alba,Inés,Blanca,Luisa,Fátima,Elena,Yolanda,Mercedes,Sara,Natalia,Reme,Antonia,Victoria,Beatriz,Nieves,Concha,Paloma,Silvia,Manuela'.split(
        ',',
      ),
    men: 'Antonio,Francisco,Curro,José Manuel,Rafa,Joaquín,Álvaro,Pablo,Juan Carlos,Fernando,Ángel,Ismael,Daniel,Salvador,Moisés,Borja,Agustín,Eduardo,Gonzalo,Adrián,Manuel,Felipe,Íñigo,Jesús,Germán'.split(
      ',',
    ),
    surnames:
      'Benítez,Morales,Romero,Vázquez,Ortega,Reina,Gálvez,Lobato,Bravo,Cordero,Pineda,Roldán,Carrasco,Bermúdez,Ríos,Muñoz,Campos,Rivero,Barea,Gordillo,Requena,Vargas,Delgado,Suárez,Ponce,Acosta,Baena,Nogales,Herrera,Zambrano'.split(
        ',',
      ),
  },
  slots: {
    familiar: ['mi marido', 'mi madre', 'mi hermana', 'mi suegro', 'mi hijo', 'una compañera'],
    familiarcorto: ['hijo', 'madre', 'pareja', 'padre', 'sobrina'],
    doctor: ['la doctora Ruiz', 'el doctor Lara', 'la doctora Medina', 'el doctor Prieto'],
    higienista: ['Marga', 'Sole', 'Rocío'],
    seguro: ['la mutua del trabajo', 'el seguro del banco', 'la mutua de autónomos', 'el seguro de la empresa'],
    zona: [
      'la muela de arriba a la izquierda',
      'la muela de abajo',
      'la encía de atrás',
      'el colmillo',
      'la paleta derecha',
    ],
    medicina: ['la penicilina', 'la amoxicilina', 'el ibuprofeno', 'el metamizol'],
    medicina2: ['antibiótico', 'analgésico', 'colutorio', 'antiinflamatorio'],
    tratamiento: [
      'la endodoncia;220 €;145 €',
      'la funda;310 €;240 €',
      'dos empastes;95 €;38 € cada uno',
      'la extracción;70 €;45 €',
      'la férula de descarga;120 €;90 €',
      'el puente;640 €;520 €',
    ],
    cirugia: ['la extracción', 'el implante', 'la cirugía de encías', 'la muela del juicio', 'la endodoncia'],
    motivo: ['una reunión', 'el cole', 'un viaje', 'otra cita médica', 'la boda de mi prima'],
    evento: ['una boda', 'unas fotos', 'la graduación', 'una entrevista'],
    edad: ['4', '6', '8', '9', '11', '13'],
    meses: ['ocho', 'seis', 'diez'],
    dias: ['tres', 'cuatro', 'diez', 'quince'],
    lugar: ['un bar', 'casa de mi madre', 'el hotel', 'el coche de un amigo'],
    minutos: ['20', '30', '40', '15', '10'],
    malestar: ['fiebre', 'gripe', 'anginas', 'una gastroenteritis'],
    pieza: ['una muela', 'un trozo de la paleta', 'una funda', 'un colmillo'],
    resto: ['80 €', '120 €', '65 €', '210 €'],
    hallazgo: ['una caries pequeña en un molar', 'un quiste sin importancia', 'una muela del juicio de lado'],
    mesboda: ['mayo', 'junio', 'septiembre', 'octubre'],
    mes2: ['enero', 'febrero', 'septiembre', 'octubre'],
  },
  groups: [
    {
      name: 'Equipo Alameda',
      script: `
# equipo
Marga: Buenos días, hoy llego 5 minutos tarde, el puente cortado
s: Sin problema, muevo la primera limpieza.
Dr. Lara: ¿Ha llegado el laboratorio con la corona de la paciente de las 12?
s+2h: Ha llegado, está en la bandeja 3.
Dra. Medina+5d: El martes tengo curso, cerrad mi agenda de tarde
s: Cerrada. A los cuatro que había les he escrito ya.
Sole+3d: Nos quedan dos cajas de guantes M
Marga: Y una de baberos
s: Pedido hecho. Llega el jueves.
Dr. Prieto+9d: ¿Quién se ha llevado mi taza?
Sole: Está en el office, en el estante de arriba 😅
Dr. Prieto: Gracias, ahora sí que puedo operar
Dra. Ruiz+14d: Felicidades a Marga, que hoy es su cumple
Sole: ¡Felicidades! Hay tarta a las 14
Marga: Gracias, chicos 🎂
s+7d: El escáner se ha reiniciado solo dos veces hoy. Viene el técnico a las 9.
Dr. Lara: Entonces dejadme las tomas para la tarde
s: Hecho.
Dra. Ruiz+10d: ¿Cómo va la lista de espera de ortodoncia?
s: Diecisiete personas. Si abrimos otro miércoles por la tarde, la vaciamos.
Dra. Ruiz: Abrámoslo
Marga+13d: ¿Quién hace guardia en la feria?
Dr. Prieto: Yo el miércoles
Dra. Medina: Yo jueves y viernes
s: Apuntado en el cuadrante.
Sole+21d: Una paciente ha dejado bombones para todos, están en recepción
Dr. Lara: Con caramelo, para que vuelvan 😂
Marga+18d: Hoy el autoclave ha dado el aviso de mantenimiento
s: Llamado. Vienen el lunes a primera hora, dejad instrumental de sobra el viernes.
Dra. Medina+5d: El lunes empiezo a las 10, que tengo cole`,
    },
    {
      name: 'Comunidad Alameda 14',
      script: `
# comunidad
Portería: Buenos días. El ascensor estará parado mañana de 10 a 12 por revisión
s: Gracias por avisar. Avisamos a los pacientes con silla de ruedas.
Bufete Luque: ¿Y el de servicio?
Portería: Ese funciona
Academia Prisma+8d: ¿Alguien más sin internet?
Bufete Luque: Nosotros también
s: Aquí sí hay. Si necesitáis algo urgente, pasad.
Academia Prisma+2h: Ya ha vuelto, gracias
Portería+19d: Mañana cambian la cerradura del portal. Las llaves nuevas, en portería
s: ¿Podemos recoger seis? Las firma quien abre.
Portería: Sin problema
Bufete Luque+15d: La derrama sale a 42 € por local
Academia Prisma: Recibido
s+1d: Pagado ya. Gracias.`,
    },
  ],
};
