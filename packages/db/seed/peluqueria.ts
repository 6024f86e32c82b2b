import type { Trade } from './corpus.ts';

const dialogues = `
# pedir-cita peso=4
c: Hola, [tenéis hueco/tendríais hueco/hay hueco] {dia} para {servicio}? | {Saludo}, quería pedir hora para {servicio}, si puede ser {dia} | Hola!! // Me podéis coger cita para {servicio}? Me adapto | Buenas, necesito {servicio} esta semana o la que viene, cómo lo tenéis? | Hola guapas, me dais cita para {servicio} cuando podáis?
s: Hola{,n}. {Dia} tengo libre a las {hora} con {estilista}. ¿Te viene bien? | {Saludo}{,n}. Para {servicio} puedo ofrecerte {dia} a las {hora} o {dia2} a las {hora2}. | Hola{,n}, te miro la agenda. // Me queda {dia} a las {hora}, ¿te la guardo? | {Saludo}. {estilista} tiene un hueco {dia} a las {hora}; si no, {dia2} a las {hora2}.
c: Perfecto, a {lashora} me va genial | Sí, apúntame {dia} a las {hora} | Mmm mejor la de {dia} a {lashora} | Vale, esa me viene bien. Apúntame porfi | Genial, cuenta conmigo
s: Apuntada queda: {dia} a las {hora}, {servicio}. ¡Hasta entonces! | Hecho{,n}. Te espera {estilista} {dia} a las {hora}. | Listo, {dia} a las {hora}. Si te surge algo, avísanos con un poco de tiempo. | Ya lo tienes: {fecha}, {hora}. Calcula unos {servicio.2}.
c?: Gracias!! | Mil gracias, hasta {dia} | Ok 😘 | Perfecto, allí estaré

# precio-mechas ella nuevo peso=3
c: Hola, qué precio tienen las {mechas}? | Buenas, me podríais decir cuánto cuestan unas {mechas} en pelo {largo}? | {Saludo}! Me han hablado muy bien de vosotras. Cuánto sería hacerme {mechas}? | Hola, quería informarme de precios de {mechas}, tengo el pelo {largo}
s: Hola{,n}. Las {mechas} salen desde {mechas.1}, con matiz y peinado incluidos. En pelo {largo} puede variar un poco. | {Saludo}. Para {mechas} partimos de {mechas.1}. El precio exacto te lo damos al verte el pelo, sin compromiso. | Hola{,n}, gracias por escribirnos. {mechas} en pelo {largo}: desde {mechas.1}, y son unas tres horas. | Te cuento: {mechas} desde {mechas.1}, lavado y secado incluidos. Si quieres corte, son 15 € más.
c: Y hace falta ir antes a que me lo veáis? | Lo tengo teñido de {color} de casa, pasa algo? | Y cuánto dura más o menos? | Y eso se nota mucho cuando crece?
s=: Mejor que te pases cinco minutos y {estilista} te ve el pelo. {Dia} por la mañana estamos tranquilas. | Conviene verlo, sí. Pásate cuando quieras y hacemos una prueba de mechón, no cuesta nada. | Unos cuatro meses, según la base. Si puedes, acércate {dia} y te hacemos el diagnóstico gratis. | Con un matiz cada dos meses se mantiene muy bien. Si te pasas {dia}, lo vemos juntas.
c: Vale, me paso {dia} | Genial, pues {dia} me acerco al salir de trabajar | Lo pienso y os digo algo, gracias | Perfecto, muchas gracias por la info
s?: Aquí estamos{,n}. | Cuando quieras. | Estupendo, pregunta por {estilista}.

# cambiar-cita peso=4
c: Hola, tenía cita {dia} a {lashora} y no me va a ser posible. Se puede cambiar? | Buenas! Me ha salido una reunión {dia} a las {hora}, hay forma de pasar la cita a otro día? | {Saludo}, perdonad pero tengo que mover lo de {dia}. Tengo a {familiar} con fiebre en casa | Hola, necesito cambiar la hora de {dia} 🙈 // Se me ha juntado todo
s: Sin problema{,n}. ¿Te encaja {dia2} a las {hora2}? | Claro que sí. Puedo pasarte a {dia2}, {hora2}. | Tranquil{o/a}, la cambio. Tengo {dia2} a las {hora2} o la semana que viene a la misma hora. | No pasa nada, gracias por avisar. ¿{dia2} a las {hora2} puedes?
c: Sí, {dia2} puedo | {Dia2} a {lashora2} perfecto, gracias por la flexibilidad | Me va mejor incluso jeje | Uy genial, pues {dia2}
s: Cambiada a {dia2}, {hora2}. | Queda anotado{,n}: {dia2} a las {hora2}. La de antes ya está anulada. | Perfecto, te espero {dia2}. Que vaya todo bien. | Listo, {dia2} a las {hora2} con {estilista}.
c?: Gracias, sois las mejores | Mil gracias y perdón por las molestias | Ok, gracias!

# llego-tarde habitual peso=3
c@cita: Chicas llego {minutos} minutos tarde, hay un atasco en {via} | Hola, salgo ahora del trabajo, llegaré unos {minutos} min tarde. Lo siento!! | Estoy buscando aparcamiento por el salón, me retraso {minutos} minutitos | Perdón, se me ha escapado el bus. Llego en {minutos} minutos
s: Tranquil{o/a}, te esperamos. | Vale{,n}, no corras. Aviso a {estilista}. | Sin problema, con {minutos} minutos llegamos bien. | Gracias por avisar. Si puedes, no pases de {minutos}, que después hay otra clienta.
c+18m: Ya estoy en la puerta | Llegando!! | Aparcada, entro ya
c?+3h: Me encanta cómo ha quedado, gracias por esperarme 💛 | Gracias por la paciencia de hoy | Al final valió la pena la carrera jaja

# anular-cita peso=2
c: Hola, tengo que anular la cita de {dia}, estoy con {malestar} | Buenas, {dia} no voy a poder ir, anuladme la hora por favor. Ya os llamo para otra | {Saludo}, me ha surgido un viaje y tengo que cancelar lo de {dia} | Hola, anulo lo de {dia} a las {hora}, lo siento mucho
s: Anulada{,n}. Cuídate mucho y nos dices cuando quieras otra. | Vale, queda anulada la de {dia}. Gracias por avisar con tiempo. | No te preocupes{,n}. Se la doy a una clienta que esperaba hueco. | Hecho. ¿Te busco ya otro día o prefieres escribirnos tú?
c: Os escribo la semana que viene | Mejor cuando vuelva, gracias | Sí, dime algo para dentro de {semanas} semanas | Gracias, ya os digo yo
s?+3d: Hola{,n}, ¿cómo vas? Cuando quieras te busco hueco para lo que quedó pendiente. | {Saludo}{,n}. Te escribo por si quieres que te reserve ya la cita que anulaste. | Hola{,n}, se nos ha liberado {dia2} a las {hora2}. ¿La quieres?
c?: Ay sí, apúntame | Uf esta semana imposible, la próxima os digo | Qué detalle, sí, la quiero

# recordatorio ella habitual peso=5
s@vispera: Hola{,n}, te recordamos tu cita {dia} a las {hora} con {estilista}. Si no puedes venir, dínoslo por aquí. | {Saludo}{,n}. {Dia} a las {hora} te esperamos en Aurora. ¿Nos confirmas? | Recordatorio: {servicio}, {dia} a las {hora}. Responde para confirmar, por favor. | {N}, {dia} tienes hora a las {hora}. ¿Sigue en pie?
c: Sí, allí estaré | Confirmo 👍 | Confirmado, gracias por recordármelo, ya no me acordaba | Sí sí, hasta {dia} | Ahí nos vemos
c?@tras: Me han dicho en el trabajo que qué guapa, dale las gracias a {estilista} | Una cosa, qué me dijo {estilista} que usara en casa? | Estoy encantada con el resultado, de verdad
s?=: Cuánto nos alegra{,n}. Se lo digo a {estilista} ahora mismo. | Le pregunto... // Era el {producto}, una vez por semana. | Qué bien leer esto. Se lo paso a {estilista}, le va a hacer ilusión.

# foto-referencia ella peso=3
c*mechas: Me gustaría algo así, es posible? | Este es el tono que busco 😍 | Mira, vi esto y me encantó
s: Qué bonito. Con tu base se puede, seguramente en {sesiones}. ¿Llevas tinte ahora? | Es un balayage con raíz difuminada. Se puede hacer, sí. ¿Tienes algo de color puesto? | Me gusta. Para llegar a ese rubio sin dañar, te recomiendo {sesiones}. ¿Está teñido o natural? | Se puede. ¿Llevas algún tinte ahora mismo?
c: Llevo tinte {color} de hace unos {semanas} meses | Nada, lo tengo natural | Mechas antiguas, de hace un año o así | Henna, pero de hace mucho
s: Vale, entonces primero limpiamos y después aclaramos. Desde {mechas.1}. | Perfecto. Presupuesto aproximado: {mechas.1}, y te lo confirmo al verte. | Ok. Con eso te cuento: unas {horas} horas y desde {mechas.1}.
c: Pues dame cita cuando puedas | Me animo! Cuándo tenéis? | Tengo que ahorrar un poco jaja, os digo en {semanas} semanas
s?=: {Dia2} a las {hora2} te lo haría {estilista}, que es quien más rubios hace. | Te puedo dar {dia2} a las {hora2}. Reserva unas horas, que va para largo. | Cuando quieras, aquí tienes tu casa.

# foto-resultado ella habitual peso=2
c*cobrizo: Una semana después y sigue igual de bonito 😊 | Así me ha quedado hoy peinándome yo en casa | El color a la luz del sol, una pasada
s: Madre mía qué color{,n}. ¿Nos dejas subirla a nuestras historias? | Qué maravilla, le va a encantar a {estilista}. ¿La podemos compartir? | Te queda de cine. ¿Te importa si la ponemos en redes?
c: Claro, subidla | Mejor sin que se me vea la cara, pero sí | Jaja vale, pero etiquetadme
s?=: Hecho, gracias{,n}. | Prometido, solo el pelo. | Eso siempre. Un beso{,n}.

# horario nuevo peso=3
c: Hola, qué horario tenéis? | Buenas, abrís los {diasemana.1}? | {Saludo}, a qué hora cerráis hoy? | Hola! Los lunes estáis abiertos? | Una pregunta, hacéis horario seguido?
s: Hola. De martes a viernes de 10 a 14 y de 16 a 20; los sábados, de 9:30 a 14. Lunes y domingo cerramos. | {Saludo}. Abrimos de martes a viernes mañana y tarde (10 a 14 y 16 a 20) y el sábado solo por la mañana. | Los lunes descansamos. De martes a viernes nos tienes hasta las 20 h y los sábados hasta las 14 h.
c: Y hace falta cita o se puede ir directamente? | Gracias! Hay que pedir cita para un corte? | Ok, y cogéis sin cita?
s: Mejor con cita, que los {diasemana.1} se llena. Si quieres te busco hueco. | Para flequillo o secado te cogemos casi siempre sin cita; para lo demás, mejor reservar. | Con cita, así no esperas. ¿Qué te quieres hacer?
c: {Servicio}, pero ya os digo cuándo | Solo las puntas, me paso y si hay hueco bien | Pues cógeme {dia} si puedes | Ya os escribo, gracias
s?=: Cuando quieras. | Vale, aquí estamos. | Hecho, {dia} a las {hora}. | Perfecto{,n}.

# donde-estais nuevo peso=2
c: Hola, dónde estáis exactamente? Google me lleva a otra calle | {Saludo}, se puede aparcar cerca? Voy en coche desde {pueblo} | Hola! Qué parada de metro os pilla más cerca? | Tenéis parking? Es que voy con el carrito del peque
s=: Estamos en Ruzafa, en la calle paralela al mercado, local con toldo granate. | Junto al mercado de Ruzafa. El parking del mercado está a dos minutos. | La parada de Bailén te deja a cinco minutos andando. // El local tiene toldo granate, no tiene pérdida. | Justo enfrente hay zona naranja y a dos minutos el parking del mercado. El local no tiene escalón.
c: Ah vale, ya sé dónde es | Perfecto, lo encontré | Gracias, ya me ubico
c?@cita: Estoy en la puerta pero no veo el timbre | Ya he llegado, subo?
s?=: Empuja fuerte, que se atasca un poco. | Pasa, está abierto.

# queja-color ella habitual peso=2
c: Hola, perdona que os diga esto, pero el tinte del {diasemana} me ha quedado más {defecto} de lo que pedí | {Saludo}. No estoy contenta con el color, en casa lo veo muy {defecto}... | Buenas, me lavé ayer el pelo y se me ha ido medio color. Es normal? | Oye, que las mechas de delante han quedado muy {defecto.1}, me da apuro decíroslo
s: Siento leer esto{,n}. Pásate y lo corregimos sin coste. ¿Puedes {dia} a las {hora}? | Has hecho bien en decírnoslo. Queremos verlo: {dia} a las {hora} {estilista} te hace un matiz, invita la casa. | Vaya{,n}, lo siento. El retoque no te cuesta nada. ¿Te viene bien {dia}, {hora}? | Gracias por la confianza. Se arregla con un matiz de veinte minutos. ¿{Dia} a {lashora}?
c: Vale, gracias por responder así | {Dia} puedo sí. Gracias, qué majas | Ay menos mal, pues ahí voy | Perfecto, me quedo más tranquil{o/a}
s: Queda reservado. Lo dejamos como tú lo querías. | Apuntada. Trae si puedes una foto del tono que buscas. | Te esperamos y de verdad, perdona.
c?@tras: Ahora sí!! Es justo lo que quería, gracias por el trato | Mucho mejor, da gusto con gente así | Arreglado, os recomiendo a todo el mundo

# producto habitual peso=3
c: Hola, os queda el {producto}? | Buenas! Cuánto cuesta el {producto} que me pusisteis? | {Saludo}, me guardáis un {producto}? Paso a recogerlo | Hola, el {producto} lo tenéis en grande?
s: Nos queda{,n}. Son {producto.1}, te lo aparto. | Sí, {producto.1}. Te lo dejo en recepción con tu nombre. | Ahora mismo no, pero llega {dia}. ¿Te guardo uno? Son {producto.1}. | Lo tenemos, {producto.1}. El grande compensa, la verdad.
c: Sí, guárdamelo | Vale, paso {dia} a por él | Uy qué bien, sí porfi | Se puede pagar por bizum y que lo recoja {familiar}?
s=: Apartado. | Te lo dejo en la bolsa con tu nombre. Hasta {dia}. | Claro, lo dejo a tu nombre. | Sin problema, bizum al número de la tienda y lo dejo preparado.
c?: Gracias cielo | Top 👌 | Mil gracias

# novia ella peso=2
c: Hola!! Me caso en {mesboda} y estoy buscando peluquería, hacéis novias? | {Saludo}, quería presupuesto de peinado de novia con prueba | Hola, hacéis peinado y maquillaje de novia a domicilio? La boda es en {pueblo} | Buenas, me caso en {mesboda} y querría saber precios de peinado para mí y {madrina}
s: Enhorabuena{,n}. Novia con prueba: 190 €; acompañantes, 45 € cada una. ¿Qué día es? | Felicidades. El paquete de novia incluye prueba, peinado y retoque: 190 €, y fuera de Valencia nos desplazamos por 40 €. ¿Qué fecha tenéis? | Qué ilusión{,n}. Hacemos peinado y maquillaje, 190 € con la prueba. ¿Qué día es la boda?
c: Es el sábado {diames} de {mesboda} | El {diames} de {mesboda}, y la ceremonia es a las 12:30 | Todavía por confirmar pero seguramente el {diames}
s: Ese día lo tenemos libre. Para reservarlo pedimos una señal de 50 €, por bizum si te va bien. | Lo tengo disponible. ¿Te llamo {dia} y lo hablamos con calma? | Perfecto. La prueba la hacemos un mes antes, con el velo o el tocado delante. | Por ahora está libre. Se reserva con 50 € de señal.
c=: Te hago el bizum ahora mismo | Sí, llámame {dia} a partir de las 6 | Genial, gracias! Y el tocado lo llevo yo? | Lo hablo con {familiar} y te digo
s?=: Recibido, fecha bloqueada. Un beso{,n}. | Perfecto, te llamo. | Claro, tráelo a la prueba y vemos cómo queda. | Sin prisa. Te guardo la fecha una semana.
c?+2d: Por cierto, al final seremos {semanas} más para peinar, puede ser? | Y una duda, la prueba se puede hacer un sábado?
s?=: Sin problema, os organizo por turnos. | Sí, los sábados a primera hora.

# comunion ella meses=4,5 peso=3
c: Hola, peináis para comuniones? Mi hija la hace el {diames} de mayo | {Saludo}, cuánto cuesta el peinado de comunión? | Buenas! Necesito hora para mi niña y para mí el día de la comunión, sería muy pronto
s: Sí, peinado de comunión 35 €, con prueba 50 €. Ese sábado abrimos a las 7:30. ¿A qué hora es la misa? | Claro. Niña 35 € y tú 28 €. ¿A qué hora es la misa? | Hola{,n}. Lo hacemos mucho: trenzas, semirecogido o suelto con ondas, 35 €. ¿A qué hora tenéis que estar en la iglesia?
c: La misa es a las 11 | A las 12, en {pueblo} | A las 10:30, un madrugón
s=: Entonces la cogemos a las 8:30 y vais sin prisas. | Pues a las 9. Trae la corona o las flores. | Uf, pues a las 7:45. Te apunto la prueba {dia} a las {hora}.
c: Perfecto, gracias | Qué bien, apuntado | Fenomenal, muchas gracias

# fallas ella meses=3 hasta=14 peso=4
c: Hola!! Hacéis moños de valenciana? | {Saludo}, para fallas tenéis hueco? Necesito el peinado de fallera para la ofrenda | Hola, cuánto cuesta el peinado de fallera con tres moños? Llevo yo los añadidos | Buenas, en fallas abrís? Por el tema del horario
s: Sí{,n}. Tres moños, 40 €; si traes los añadidos peinados, 34 €. En fallas abrimos de 7 a 14. ¿Qué día es tu ofrenda? | En fallas abrimos cada día de 7 a 14, y el peinado completo son 40 €. ¿Sales el 17 o el 18? | Claro, tres moños 40 €, con cita desde las 7. ¿Qué día es tu ofrenda, el 17 o el 18?
c: El 17 por la tarde | El 18, salimos de la falla a las 16:30 | El 17. Podría ser a mediodía?
s: Te apunto a las 13:00. Trae peinetas, agujas y rodetes. | Me queda a las 12:15. Ven con el pelo limpio del día anterior. | A las 14:00 y sales directa. Acuérdate de los añadidos.
c: Genial, apuntada. Vixca! | Perfecto!! Muchas gracias | Gracias, nos vemos en fallas

# verano meses=6,7 peso=4
c: Hola, cerráis en agosto? | {Saludo}, qué días estáis de vacaciones? | Buenas, os pilla abiertas la semana que viene? Vuelvo de la playa con el pelo fatal | Cuándo cerráis por vacaciones? Quiero hacerme {servicio} antes de irme
s: Cerramos del 8 al 24 de agosto. El resto del verano, horario de mañana. | En agosto descansamos dos semanas, la del 8 y la siguiente. | Del 8 al 24 estamos cerradas. Antes me queda algún hueco por la mañana.
c: Pues dame hora antes de que cerréis | Uf, entonces a la vuelta. Me apuntas para el 25? | Y tenéis algo para el cloro? Lo tengo verde jaja
s=: Te apunto {dia} a las {hora}. | A la vuelta abrimos a las 10. Quedas la primera. | Para el cloro, hidratación profunda y corte de puntas: 38 €. Vienes y sales nueva.
c: Genial, feliz verano | Perfecto, gracias! | Salvadme la melena jajaja gracias

# navidad meses=12 hasta=21 peso=5
c: Hola, el 24 y el 31 abrís? | {Saludo}, para la cena de empresa necesito peinado, cómo lo tenéis? | Buenas, me guardáis hora antes de nochevieja para {servicio}? | Hola, en navidades hacéis horario especial?
s: El 24 y el 31 abrimos de 9 a 14. Quedan pocos huecos, dime cuál te guardo. | Esos días solo mañanas. Para peinado tengo el 31 a las 12:00. | Hola{,n}. Del 26 al 30, horario normal; 24 y 31, hasta las 14.
c: El 31 por favor, lo más tarde posible | El 24 a primera hora | Vale, me quedo con ese
s: Hecho. Felices fiestas si no hablamos antes. | Apuntada, tráete idea de peinado si la tienes. | Reservado{,n}. Y prueba un poco de turrón por nosotras.
c: Igualmente!! 🎄 | Felices fiestas a todas | Gracias, igualmente

# regalo peso=2
c: Hola, hacéis tarjetas regalo? Es para {familiar} | {Saludo}, quiero regalar una sesión de peluquería a {familiar}, cómo va? | Buenas! Tenéis bonos regalo? Es su cumple el {diasemana}
s: Sí, del importe que quieras o por servicio. Te la mandamos en PDF o la recoges aquí en un sobre. | Claro. La más pedida es lavado, masaje, corte y peinado: 42 €. | Tenemos tarjetas de 30, 50 y 80 €, y caducan al año.
c: La de 50 | Me llevo la de corte y peinado, en PDF | Perfecto, una de 80 con el sobre
s: Bizum al número de la tienda y te la preparo. ¿Qué nombre pongo? | Te la envío en cuanto entre el bizum. ¿A nombre de quién? | Puedes pagar al recogerla. ¿Cómo se llama la persona?
c: A nombre de {regalo} | {Regalo}. Bizum hecho ✅ | Ponle {regalo}, de parte de todos
s: Recibido, tarjeta hecha. Le va a encantar. | Lista. Caduca dentro de un año. | Preparada con lazo{,n}.
c?: Gracias!! Sorpresa asegurada | Qué rápidas, mil gracias

# caballero peso=3
c: Hola, cortáis pelo de chico? | Buenas, degradado y barba cuánto es? | {Saludo}, hora para corte de mi hijo de {edad} años? | Hola, {dia} tenéis hueco para cortarme el pelo? Corte normal
s=: Sí. Corte 16 €, con barba 24 €. {Dia} a las {hora} está libre Lluís. | Corte y barba 24 €, con toalla caliente. Tengo {dia} a {lashora}. | Claro, corte infantil 12 €. ¿{Dia} a las {hora}? | {Dia} tengo libre a las {hora} con Lluís. ¿Te va bien?
c: Dale, resérvame | Ok perfecto | Esa hora no puedo, {dia2} a {lashora2}? | Vale, allí estaremos
s=: Hecho. | Reservado con Lluís. | Sí, queda apuntado {dia2} a las {hora2}. | Anotado, nos vemos.

# espera-hueco ella habitual peso=2
c: Si se te cae alguna cita esta semana avísame, que me urge {servicio} | Hola, no tendréis algo antes de {dia2}? Tengo {evento} | Me apuntas en lista de espera para {servicio}? Puedo a cualquier hora
s: Te apunto en la lista, si alguien anula te escribo. | Ahora mismo está todo lleno, pero te pongo la primera. | Anotada{,n}. Suele moverse algo de un día para otro.
c: Gracias, cualquier cosa me dices | Ok, cruzo los dedos
s+6h: {N}, se ha caído una a las {hora} de {dia}. ¿La quieres? | Buenas noticias: {dia} a las {hora} libre. Dime pronto y es tuya. | Hola{,n}, tengo hueco {dia} a {lashora} con {estilista}.
c: SÍÍÍ, la quiero | Me salvas la vida, sí | Jo a esa hora trabajo... déjalo, gracias igualmente | Corriendo voy

# alergia ella peso=1
c: Hola, soy alérgic{o/a} al amoniaco, tenéis tintes sin? | {Saludo}, estoy embarazada de {semanas} meses, puedo darme mechas? | Buenas, hacéis prueba de alergia antes del tinte? La otra vez me picó mucho
s=: Sí, trabajamos con tintes sin amoniaco. Y hacemos prueba 48 h antes, gratis. | Mechas sí, porque no tocan la raíz. Aun así, consúltalo con tu matrona y nos dices. | Claro. Pásate dos días antes y te ponemos una muestra detrás de la oreja.
c=: Qué alivio, gracias. Pues {dia} me hago la prueba | Vale, lo consulto y os digo | Perfecto, me paso {dia}
s=: Cuando quieras, son cinco minutos. | Muy bien{,n}, mejor ir sobre seguro. | Estupendo. Lo dejo apuntado en tu ficha.

# alisado ella nuevo peso=2
c: Hola, el alisado de keratina cuánto dura y qué vale? | Buenas, hacéis alisado en pelo muy rizado? Lo tengo {largo} | {Saludo}, quería información del alisado, que con la humedad de Valencia esto es un show
s: Dura entre tres y cinco meses. En pelo {largo}, 120 €, unas {horas} horas. | Sí, y no pierdes cuerpo: quita el encrespado, no deja tabla. Desde 95 €. | 95 € corto y 120 € {largo}. Después, champú sin sulfatos.
c: Y se puede lavar el mismo día? | Y se puede con el pelo teñido? | Lleva formol? Es que me preocupa
s=: Con el nuestro puedes lavarlo a las 24 horas y lleva cero formol. | Se puede, si el tinte tiene más de diez días. | Sin formol, te enseño la ficha cuando vengas.
c: Pues me interesa, dime huecos | Genial, lo pienso para después del verano | Ok, os digo algo la semana q viene
s?=: {Dia} a las {hora} o {dia2} a las {hora2}. | Sin compromiso, aquí estamos. | Perfecto{,n}.

# audio ella peso=2
c: Te he mandado un audio por el otro móvil, no sé si te llegó | No puedo escribir que voy conduciendo, os llamo luego | Te lo explico por audio que es largo jaja
s: No podemos oír audios con los secadores. ¿Me lo escribes y te contesto ya? | Mejor por escrito{,n}, que aquí no se oye nada. | Cuando pares me escribes, sin prisa.
c: Vale! Que si puedo llevar a {familiar} también {dia} | Era para preguntar si el {producto} vale para pelo fino | Nada, que si {estilista} trabaja {dia} | Que quiero cambiarme el color pero no sé a cuál jaja
s=: Sí, sin problema. | Sí, vale. Si dudas te damos una muestra. | Sí, {estilista} está {dia} por la mañana. | Eso en persona, con la carta de colores delante.
c?: Perfecto 👍 | Gracias maja | Oki

# olvido habitual peso=2
c: Hola, creo que me dejé {objeto} en la peluquería | Chicas, habéis visto {objeto}? Lo tenía al salir de casa | {Saludo}, me he dejado {objeto} en el perchero, puede ser?
s: Sí{,n}, aquí está. Te lo guardo en recepción. | Lo encontró {estilista} al cerrar. Tranquil{o/a}. | Deja que mire... // Sí, estaba en el lavacabezas.
c: Uf qué susto, paso {dia} a recogerlo | Gracias!! Voy luego | Menos mal, pensaba que lo había perdido en el metro
s?: Cuando quieras, hasta las 20. | Sin prisa. | Aquí no se mueve.

# resena ella habitual peso=2
s: Hola{,n}, gracias por venir ayer. Si tienes un minuto, ¿nos dejas una reseña? Nos ayuda mucho. | {Saludo}{,n}. ¿Qué tal el pelo después del primer lavado? | Hola{,n}, ¿todo bien con el color? Cualquier cosa nos dices.
c=: Todo genial, ahora os la pongo | Muy bien, me lo noto mucho más suave | Bien, aunque me está costando peinarlo yo sola jaja
s=: [Gracias de corazón/Mil gracias/Qué detalle]{,n}. | Qué bien. Nos vemos en {semanas} semanas. | Si quieres, la próxima vez te enseño a hacerte las ondas.
c?=: A vosotras 💛 | Hasta pronto! | Eso sí que me interesa jaja

# factura habitual peso=1
c: Hola, me podéis hacer factura de la última visita? Es para el trabajo | Buenas, necesito el ticket de la última vez, lo he perdido | {Saludo}, se puede pagar con bizum o solo tarjeta?
s=: Claro, mándanos nombre, NIF y correo. | Te hago copia, dime la fecha y lo busco. | Bizum, tarjeta o efectivo, como prefieras.
c=: Ahora te lo paso, gracias | Fue hace {semanas} semanas, un sábado | Perfecto, era solo eso
s?=: Cuando lo tenga, te aviso. | Localizado, te lo imprimo para cuando vengas. | Muy bien.
c?: Gracias!

# extensiones ella peso=1
c: Hola, ponéis extensiones? Me quedó el pelo corto en otra pelu y lloro | {Saludo}, precio de extensiones adhesivas para dar volumen? | Buenas, hacéis extensiones? Cuánto duran?
s: Sí, adhesivas de pelo natural: desde 240 € con la colocación, y se recolocan cada dos meses. | Trabajamos con adhesivas. Para volumen bastan 20 bandas: 180 €. | Duran un año con cuidado, recolocándolas cada ocho semanas.
c: Me interesa, cuándo puedo ir a ver color? | Y se notan al hacerse coleta? | Buf se me va un poco, me lo pienso
s=: Sin compromiso, {dia} te enseñamos muestras. | Bien puestas, nada. {Dia} te lo enseño con una clienta que las lleva. | Lo entiendo. Si quieres, con un buen corte también ganas volumen.
c?: Pues voy {dia} | Vale, gracias por la sinceridad

# ninos peso=2
c: Hola, tengo que pelar a los dos peques, me coges {dia}? | Buenas, mi hijo de {edad} años se mueve muchísimo, tenéis paciencia? jaja | {Saludo}, corte de niña, solo puntas y flequillo. Hora?
s=: Tráelos a las {hora}, Lluís tiene mano con los niños. | Toda la del mundo. {Dia} a las {hora}, que hay menos gente. | Flequillo y puntas, 12 €. ¿{Dia} a {lashora}?
c: Perfecto, llevo tablet por si acaso jaja | Vale, apuntado | Genial, gracias por la paciencia
s?: Y aquí hay caramelos. | Os esperamos. | Hasta {dia}.
c?@tras: Han salido guapísimos | Primera vez que no llora, milagro
`;

export const peluqueria: Trade = {
  dialogues,
  womenShare: 0.82,
  hours: [
    [],
    [],
    [
      [600, 840],
      [960, 1200],
    ],
    [
      [600, 840],
      [960, 1200],
    ],
    [
      [600, 840],
      [960, 1200],
    ],
    [
      [600, 840],
      [960, 1200],
    ],
    [[570, 840]],
  ],
  cities: ['Valencia', 'Valencia', 'Valencia', 'Mislata', 'Alboraya', 'Torrent', 'Paterna', 'Burjassot'],
  notes: [
    'Tinte 7.3 con 20 volúmenes.',
    'Prefiere a Amparo.',
    'Siempre viene con su hermana.',
    'Cuero cabelludo sensible: sin amoniaco.',
    'Solo puede por la tarde.',
    'Toma el café solo.',
    'Matiz cada ocho semanas.',
    'Le gusta el agua templada.',
  ],
  names: {
    women:
      'Amparo,Empar,Lucía,Carmen,Vicenta,Laura,Marina,Noelia,Paula,Rosa,Sonia,Inma,Pilar,Neus,Aitana,Andrea,Begoña,Raquel,Mireia,Ángela,Cristina,Consuelo,Verónica,Marisa,Julia,Encarna,Alba,Patricia,Esther,Gemma,Adela,Fina,Nuria,Irene,Toñi,Lorena,Yolanda,Teresa,Berta,Candela'.split(
        ',',
      ),
    men: 'Vicent,Josep,Álex,Ferran,Sergio,Miguel,Óscar,Raúl,Quique,Jorge,Pau,Nacho,Héctor,Toni'.split(','),
    surnames:
      'Ferrer,Soler,Llopis,Navarro,Peris,Gimeno,Sanchis,Marí,Benlloch,Alcaraz,Roig,Esteve,Climent,Ibáñez,Bosch,Tormo,Vidal,Martí,Segura,Cabrera,Escrivà,Moltó,Giner,Monzó,Baixauli,Carbonell,Piqueras,Sáez,Verdú,Pastor'.split(
        ',',
      ),
  },
  slots: {
    servicio: [
      'corte y peinado;28 €;45 minutos',
      'tinte de raíz;34 €;75 minutos',
      'tinte y corte;52 €;90 minutos',
      'baño de color;30 €;60 minutos',
      'mechas y matiz;75 €;180 minutos',
      'corte de puntas;18 €;30 minutos',
      'hidratación y corte;38 €;60 minutos',
      'lavado y peinado;19 €;40 minutos',
    ],
    mechas: ['mechas balayage;85 €', 'mechas californianas;80 €', 'babylights;95 €', 'mechas con papel;70 €'],
    largo: ['largo', 'por los hombros', 'bastante largo', 'por media espalda'],
    color: ['castaño', 'caoba', 'negro', 'rubio oscuro', 'chocolate'],
    estilista: ['Amparo', 'Sandra', 'Vero', 'Lluís', 'Inés'],
    familiar: ['mi madre', 'mi hermana', 'mi hija', 'mi suegra', 'mi marido'],
    madrina: ['mi madre y mi hermana', 'cuatro invitadas', 'las dos damas', 'mi madre, mi suegra y tres amigas'],
    minutos: ['10', '15', '20', '5'],
    semanas: ['dos', 'tres', 'cuatro', 'cinco'],
    horas: ['dos', 'tres', 'cuatro'],
    via: ['Blasco Ibáñez', 'la pista de Silla', 'la avenida del Cid', 'Peris y Valero', 'la V-30'],
    malestar: ['fiebre', 'gripe', 'una gastro de caballo', 'la espalda fatal', 'migraña'],
    diasemana: ['viernes;viernes', 'sábado;sábados', 'martes;martes', 'jueves;jueves'],
    defecto: ['naranja;naranjas', 'amarillo;amarillas', 'oscuro;oscuras', 'apagado;apagadas'],
    producto: [
      'champú sin sulfatos;16 €',
      'sérum de puntas;19 €',
      'protector térmico;17 €',
      'bálsamo de rizos;22 €',
      'champú violeta;15 €',
      'aceite reparador;24 €',
    ],
    pueblo: ['Alboraya', 'Catarroja', 'Sagunto', 'Requena', 'Llíria', 'Alzira', 'El Puig'],
    sesiones: ['dos sesiones', 'una sesión larga', 'tres sesiones espaciadas'],
    mesboda: ['mayo', 'junio', 'septiembre', 'octubre'],
    diames: ['6', '9', '13', '16', '20', '23', '27'],
    regalo: ['Carmen', 'mi madre, Rosario', 'Lola', 'Inma', 'Conchín', 'Paqui'],
    edad: ['3', '4', '6', '7', '9'],
    evento: ['una boda', 'un bautizo', 'una entrevista', 'la graduación de mi hija', 'una cena de empresa'],
    objeto: [
      'un pañuelo verde',
      'las gafas de cerca',
      'el paraguas',
      'una pulsera fina',
      'el cargador del móvil',
      'una chaqueta vaquera',
    ],
  },
  groups: [
    {
      name: 'Equipo Aurora',
      script: `
# equipo
Amparo: Chicas, ¿quién abre el sábado?
Sandra: Yo, que tengo a la de las 9:30
Vero: Yo entro a las 10, tengo un color largo
s: Perfecto. Acordaos de dejar las toallas en marcha.
Lluís+4d: Se ha acabado el decolorante en polvo
Sandra: Y queda medio bote de oxidante de 20
s: Apunto las dos cosas para el pedido del lunes. ¿Algo más?
Inés: Guantes talla S porfa
Vero: Y papel de mechas
s+2h: Pedido hecho, llega el miércoles por la mañana.
Amparo+11d: El jueves tengo médico a las 10, ¿me cubre alguien?
Inés: Yo puedo, entro antes
Amparo: Te debo una 😘
Lluís+9d: El secador del puesto 3 hace un ruido raro
s: No lo uséis. Viene el técnico mañana a las 15.
Lluís+1d: Arreglado, era un pelo en el motor, qué ironía
Sandra: 😂😂
Vero+14d: ¿Sabemos ya las vacaciones?
s: Os paso el cuadrante esta semana. Decidme preferencias por aquí.
Vero: Yo la segunda quincena si puede ser
Inés: A mí me da igual mientras coincida con mi hermana
Amparo: Yo primera quincena
s+1d: Cuadrante colgado en la pizarra. Si veis algo raro, me decís.
Sandra+20d: La clienta del lunes preguntó si hacemos cejas
s: De momento no, pero lo apunto, ya van tres.
Amparo+12d: Hoy una señora me ha traído naranjas de su huerto para todas
Inés: ¡Deja alguna!
Lluís: Yo ya llevo dos
Vero+8d: Mañana hay huelga de metro, por si alguien viene en él
Inés: Yo vengo en bici
Sandra: Me trae mi hermano
s: Gracias, si veis que llegáis tarde, avisad y muevo la primera cita.
Amparo+6d: Formación de color el lunes a las 16, ¿vais todas?
Inés: Sí
Vero: Sí, y llevo bizcocho`,
    },
    {
      name: 'Comercios del barrio',
      script: `
# barrio
Horno Silvestre: Buenos días a todos. Mañana cortan el agua de 9 a 12 en nuestra calle
Óptica Mirador: Gracias por avisar, no me había enterado
s: Gracias. Pasamos las citas de lavado a la tarde.
Floristería Nora+9d: ¿Alguien tiene escalera alta para prestarme? Es para el toldo
Óptica Mirador: Yo, pásate cuando quieras
Floristería Nora+1d: Devuelta, mil gracias 🌷
Horno Silvestre+16d: El ayuntamiento pide los papeles de la terraza antes del día 30
Bar La Esquina: ¿Otra vez? Si los entregué en primavera
Horno Silvestre: Otra vez
s+3h: Nosotras no tenemos terraza, pero si hace falta firmar algo conjunto, contad.
Óptica Mirador+12d: Proponen luces de Navidad entre todos, salimos a 60 € por local
Floristería Nora: Me apunto
Bar La Esquina: Yo también
s: Aurora se apunta.
Horno Silvestre: Pues somos 14 ya`,
    },
  ],
};
