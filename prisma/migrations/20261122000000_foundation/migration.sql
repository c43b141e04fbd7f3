-- Muster keeps text of every language, and fold() counts on it.
DO $$
BEGIN
  IF current_setting('server_encoding') <> 'UTF8' THEN
    RAISE EXCEPTION 'Muster needs a database with the encoding UTF8; this one has %. Create it with: CREATE DATABASE muster ENCODING ''UTF8'' TEMPLATE template0', current_setting('server_encoding');
  END IF;
END
$$;

-- A UUIDv7 (RFC 9562 §5.7): milliseconds, a fraction of the millisecond in rand_a, and random bits.
CREATE FUNCTION uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE
RETURN (
  SELECT encode(int8send(((microseconds / 1000) << 16) | 28672 | ((microseconds % 1000) * 4096 / 1000)) || substring(uuid_send(gen_random_uuid()) FROM 9), 'hex')::uuid
  FROM (SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS microseconds) AS clock
);

-- The text without regard to case, the same on every database, version and locale, and the same as fold() of src/directory/conditions/fold.ts.
-- Not STRICT: the planner does not inline a strict function whose body is a CASE. NULL gives NULL all the same.
CREATE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
  WHEN octet_length($1) = length($1) THEN lower($1 COLLATE "C")
  ELSE translate(
    lower($1 COLLATE "C"),
    'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽſƁƂƄƆƇƉƊƋƎƏƐƑƓƔƖƗƘƜƝƟƠƢƤƦƧƩƬƮƯƱƲƳƵƷƸƼǄǅǇǈǊǋǍǏǑǓǕǗǙǛǞǠǢǤǦǨǪǬǮǱǲǴǶǷǸǺǼǾȀȂȄȆȈȊȌȎȐȒȔȖȘȚȜȞȠȢȤȦȨȪȬȮȰȲȺȻȽȾɁɃɄɅɆɈɊɌɎḀḂḄḆḈḊḌḎḐḒḔḖḘḚḜḞḠḢḤḦḨḪḬḮḰḲḴḶḸḺḼḾṀṂṄṆṈṊṌṎṐṒṔṖṘṚṜṞṠṢṤṦṨṪṬṮṰṲṴṶṸṺṼṾẀẂẄẆẈẊẌẎẐẒẔẛẞẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸỺỼỾKÅℲⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅬⅭⅮⅯↃⱠⱢⱣⱤⱧⱩⱫⱭⱮⱯⱰⱲⱵⱾⱿꜢꜤꜦꜨꜪꜬꜮꜲꜴꜶꜸꜺꜼꜾꝀꝂꝄꝆꝈꝊꝌꝎꝐꝒꝔꝖꝘꝚꝜꝞꝠꝢꝤꝦꝨꝪꝬꝮꝹꝻꝽꝾꞀꞂꞄꞆꞋꞍꞐꞒꞖꞘꞚꞜꞞꞠꞢꞤꞦꞨꞪꞫꞬꞭꞮꞰꞱꞲꞳꞴꞶꞸꞺꞼꞾꟀꟂꟄꟅꟆꟇꟉꟋꟌ꟎Ꟑ꟒꟔ꟖꟘꟚꟜꟵＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺͰͲͶͿΆΈΉΊΌΎΏΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫςϏϐϑϕϖϘϚϜϞϠϰϱϴϵϷϹϺϽϾϿἈἉἊἋἌἍἎἏἘἙἚἛἜἝἨἩἪἫἬἭἮἯἸἹἺἻἼἽἾἿὈὉὊὋὌὍὙὛὝὟὨὩὪὫὬὭὮὯᾈᾉᾊᾋᾌᾍᾎᾏᾘᾙᾚᾛᾜᾝᾞᾟᾨᾩᾪᾫᾬᾭᾮᾯᾸᾹᾺΆᾼιῈΈῊΉῌῘῙῚΊῨῩῪΎῬῸΌῺΏῼΩϢϤϦϨϪϬϮⲀⲂⲄⲆⲈⲊⲌⲎⲐⲒⲔⲖⲘⲚⲜⲞⲠⲢⲤⲦⲨⲪⲬⲮⲰⲲⲴⲶⲸⲺⲼⲾⳀⳂⳄⳆⳈⳊⳌⳎⳐⳒⳔⳖⳘⳚⳜⳞⳠⳢⳫⳭⳲЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯѠѢѤѦѨѪѬѮѰѲѴѶѸѺѼѾҀҊҌҎҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӀӁӃӅӇӉӋӍӐӒӔӖӘӚӜӞӠӢӤӦӨӪӬӮӰӲӴӶӸӺӼӾԀԂԄԆԈԊԌԎԐԒԔԖԘԚԜԞԠԢԤԦԨԪԬԮᲀᲁᲂᲃᲄᲅᲆᲇᲈᲉꙀꙂꙄꙆꙈꙊꙌꙎꙐꙒꙔꙖꙘꙚꙜꙞꙠꙢꙤꙦꙨꙪꙬꚀꚂꚄꚆꚈꚊꚌꚎꚐꚒꚔꚖꚘꚚԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖႠႡႢႣႤႥႦႧႨႩႪႫႬႭႮႯႰႱႲႳႴႵႶႷႸႹႺႻႼႽႾႿჀჁჂჃჄჅჇჍᲐᲑᲒᲓᲔᲕᲖᲗᲘᲙᲚᲛᲜᲝᲞᲟᲠᲡᲢᲣᲤᲥᲦᲧᲨᲩᲪᲫᲬᲭᲮᲯᲰᲱᲲᲳᲴᲵᲶᲷᲸᲹᲺᲽᲾᲿᎠᎡᎢᎣᎤᎥᎦᎧᎨᎩᎪᎫᎬᎭᎮᎯᎰᎱᎲᎳᎴᎵᎶᎷᎸᎹᎺᎻᎼᎽᎾᎿᏀᏁᏂᏃᏄᏅᏆᏇᏈᏉᏊᏋᏌᏍᏎᏏᏐᏑᏒᏓᏔᏕᏖᏗᏘᏙᏚᏛᏜᏝᏞᏟᏠᏡᏢᏣᏤᏥᏦᏧᏨᏩᏪᏫᏬᏭᏮᏯᏰᏱᏲᏳᏴᏵⰀⰁⰂⰃⰄⰅⰆⰇⰈⰉⰊⰋⰌⰍⰎⰏⰐⰑⰒⰓⰔⰕⰖⰗⰘⰙⰚⰛⰜⰝⰞⰟⰠⰡⰢⰣⰤⰥⰦⰧⰨⰩⰪⰫⰬⰭⰮⰯµͅⒶⒷⒸⒹⒺⒻⒼⒽⒾⒿⓀⓁⓂⓃⓄⓅⓆⓇⓈⓉⓊⓋⓌⓍⓎⓏ',
    'àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĳĵķĺļľŀłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷÿźżžsɓƃƅɔƈɖɗƌǝəɛƒɠɣɩɨƙɯɲɵơƣƥʀƨʃƭʈưʊʋƴƶʒƹƽǆǆǉǉǌǌǎǐǒǔǖǘǚǜǟǡǣǥǧǩǫǭǯǳǳǵƕƿǹǻǽǿȁȃȅȇȉȋȍȏȑȓȕȗșțȝȟƞȣȥȧȩȫȭȯȱȳⱥȼƚⱦɂƀʉʌɇɉɋɍɏḁḃḅḇḉḋḍḏḑḓḕḗḙḛḝḟḡḣḥḧḩḫḭḯḱḳḵḷḹḻḽḿṁṃṅṇṉṋṍṏṑṓṕṗṙṛṝṟṡṣṥṧṩṫṭṯṱṳṵṷṹṻṽṿẁẃẅẇẉẋẍẏẑẓẕṡßạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹỻỽỿkåⅎⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻⅼⅽⅾⅿↄⱡɫᵽɽⱨⱪⱬɑɱɐɒⱳⱶȿɀꜣꜥꜧꜩꜫꜭꜯꜳꜵꜷꜹꜻꜽꜿꝁꝃꝅꝇꝉꝋꝍꝏꝑꝓꝕꝗꝙꝛꝝꝟꝡꝣꝥꝧꝩꝫꝭꝯꝺꝼᵹꝿꞁꞃꞅꞇꞌɥꞑꞓꞗꞙꞛꞝꞟꞡꞣꞥꞧꞩɦɜɡɬɪʞʇʝꭓꞵꞷꞹꞻꞽꞿꟁꟃꞔʂᶎꟈꟊɤꟍ꟏ꟑꟓꟕꟗꟙꟛƛꟶａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚͱͳͷϳάέήίόύώαβγδεζηθικλμνξοπρστυφχψωϊϋσϗβθφπϙϛϝϟϡκρθεϸϲϻͻͼͽἀἁἂἃἄἅἆἇἐἑἒἓἔἕἠἡἢἣἤἥἦἧἰἱἲἳἴἵἶἷὀὁὂὃὄὅὑὓὕὗὠὡὢὣὤὥὦὧᾀᾁᾂᾃᾄᾅᾆᾇᾐᾑᾒᾓᾔᾕᾖᾗᾠᾡᾢᾣᾤᾥᾦᾧᾰᾱὰάᾳιὲέὴήῃῐῑὶίῠῡὺύῥὸόὼώῳωϣϥϧϩϫϭϯⲁⲃⲅⲇⲉⲋⲍⲏⲑⲓⲕⲗⲙⲛⲝⲟⲡⲣⲥⲧⲩⲫⲭⲯⲱⲳⲵⲷⲹⲻⲽⲿⳁⳃⳅⳇⳉⳋⳍⳏⳑⳓⳕⳗⳙⳛⳝⳟⳡⳣⳬⳮⳳѐёђѓєѕіїјљњћќѝўџабвгдежзийклмнопрстуфхцчшщъыьэюяѡѣѥѧѩѫѭѯѱѳѵѷѹѻѽѿҁҋҍҏґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿӏӂӄӆӈӊӌӎӑӓӕӗәӛӝӟӡӣӥӧөӫӭӯӱӳӵӷӹӻӽӿԁԃԅԇԉԋԍԏԑԓԕԗԙԛԝԟԡԣԥԧԩԫԭԯвдосттъѣꙋᲊꙁꙃꙅꙇꙉꙋꙍꙏꙑꙓꙕꙗꙙꙛꙝꙟꙡꙣꙥꙧꙩꙫꙭꚁꚃꚅꚇꚉꚋꚍꚏꚑꚓꚕꚗꚙꚛաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆⴀⴁⴂⴃⴄⴅⴆⴇⴈⴉⴊⴋⴌⴍⴎⴏⴐⴑⴒⴓⴔⴕⴖⴗⴘⴙⴚⴛⴜⴝⴞⴟⴠⴡⴢⴣⴤⴥⴧⴭაბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰჱჲჳჴჵჶჷჸჹჺჽჾჿꭰꭱꭲꭳꭴꭵꭶꭷꭸꭹꭺꭻꭼꭽꭾꭿꮀꮁꮂꮃꮄꮅꮆꮇꮈꮉꮊꮋꮌꮍꮎꮏꮐꮑꮒꮓꮔꮕꮖꮗꮘꮙꮚꮛꮜꮝꮞꮟꮠꮡꮢꮣꮤꮥꮦꮧꮨꮩꮪꮫꮬꮭꮮꮯꮰꮱꮲꮳꮴꮵꮶꮷꮸꮹꮺꮻꮼꮽꮾꮿᏸᏹᏺᏻᏼᏽⰰⰱⰲⰳⰴⰵⰶⰷⰸⰹⰺⰻⰼⰽⰾⰿⱀⱁⱂⱃⱄⱅⱆⱇⱈⱉⱊⱋⱌⱍⱎⱏⱐⱑⱒⱓⱔⱕⱖⱗⱘⱙⱚⱛⱜⱝⱞⱟμιⓐⓑⓒⓓⓔⓕⓖⓗⓘⓙⓚⓛⓜⓝⓞⓟⓠⓡⓢⓣⓤⓥⓦⓧⓨⓩ'
  )
END;

-- The folded values of a list of {value}.
CREATE FUNCTION folded_values(jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
  SELECT coalesce(array_agg(fold(element ->> 'value')) FILTER (WHERE element ->> 'value' IS NOT NULL), '{}')
  FROM jsonb_array_elements($1) AS elements(element)
);

-- Names who acts, for the rest of the statement or transaction: WHERE (SELECT acting_as($1)) AND …
CREATE FUNCTION acting_as(text) RETURNS boolean LANGUAGE sql VOLATILE
RETURN set_config('muster.actor', $1, true) IS NOT NULL;

-- CreateEnum
CREATE TYPE "Provider" AS ENUM ('OKTA', 'ENTRA_ID', 'GOOGLE', 'JUMPCLOUD', 'ONELOGIN', 'PING', 'GENERIC', 'MANUAL');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('ADMIN', 'OPERATOR', 'READER', 'PROVISIONER');

-- CreateEnum
CREATE TYPE "AssignmentSource" AS ENUM ('AUTO_LOGIN', 'ENROLLMENT_SSO', 'IDENTITY', 'MANUAL', 'CSV', 'API', 'RULE');

-- CreateEnum
CREATE TYPE "OnDisable" AS ENUM ('KEEP', 'REMOVE');

-- CreateEnum
CREATE TYPE "ChangeOperation" AS ENUM ('CREATED', 'UPDATED', 'DELETED');

-- CreateTable
CREATE TABLE "connections" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "name" TEXT NOT NULL,
    "provider" "Provider" NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedBy" TEXT NOT NULL,
    "observed" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "connections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credentials" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "name" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "hash" BYTEA NOT NULL,
    "connectionId" UUID,
    "connectionIds" UUID[] DEFAULT ARRAY[]::UUID[],
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdBy" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "lastUsedAt" TIMESTAMPTZ(3),

    CONSTRAINT "credentials_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "connectionId" UUID NOT NULL,
    "externalId" TEXT,
    "userName" TEXT NOT NULL,
    "displayName" TEXT,
    "formattedName" TEXT,
    "familyName" TEXT,
    "givenName" TEXT,
    "middleName" TEXT,
    "honorificPrefix" TEXT,
    "honorificSuffix" TEXT,
    "nickName" TEXT,
    "profileUrl" TEXT,
    "title" TEXT,
    "userType" TEXT,
    "preferredLanguage" TEXT,
    "locale" TEXT,
    "timezone" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "emails" JSONB NOT NULL DEFAULT '[]',
    "phoneNumbers" JSONB NOT NULL DEFAULT '[]',
    "ims" JSONB NOT NULL DEFAULT '[]',
    "photos" JSONB NOT NULL DEFAULT '[]',
    "addresses" JSONB NOT NULL DEFAULT '[]',
    "entitlements" JSONB NOT NULL DEFAULT '[]',
    "roles" JSONB NOT NULL DEFAULT '[]',
    "x509Certificates" JSONB NOT NULL DEFAULT '[]',
    "employeeNumber" TEXT,
    "costCenter" TEXT,
    "organization" TEXT,
    "division" TEXT,
    "department" TEXT,
    "managerReference" TEXT,
    "extensions" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedBy" TEXT NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "groups" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "connectionId" UUID NOT NULL,
    "externalId" TEXT,
    "displayName" TEXT NOT NULL,
    "extensions" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "membersVersion" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedBy" TEXT NOT NULL,

    CONSTRAINT "groups_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "id" BIGSERIAL NOT NULL,
    "groupId" UUID NOT NULL,
    "userId" UUID,
    "memberGroupId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "devices" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "connectionId" UUID NOT NULL,
    "serialNumber" TEXT,
    "udid" TEXT,
    "name" TEXT,
    "platform" TEXT,
    "osVersion" TEXT,
    "osBuild" TEXT,
    "model" TEXT,
    "manufacturer" TEXT,
    "chip" TEXT,
    "supervised" BOOLEAN,
    "enrollmentType" TEXT,
    "enrolledAt" TIMESTAMPTZ(3),
    "lastCheckInAt" TIMESTAMPTZ(3),
    "ownership" TEXT,
    "encrypted" BOOLEAN,
    "assetTag" TEXT,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "facts" JSONB NOT NULL DEFAULT '{}',
    "assignedUserId" UUID,
    "assignmentSource" "AssignmentSource",
    "assignedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedBy" TEXT NOT NULL,

    CONSTRAINT "devices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device_assignments" (
    "id" BIGSERIAL NOT NULL,
    "deviceId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "source" "AssignmentSource" NOT NULL,
    "assignedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMPTZ(3),
    "updatedBy" TEXT NOT NULL,

    CONSTRAINT "device_assignments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policies" (
    "id" UUID NOT NULL DEFAULT uuid_v7(),
    "name" TEXT NOT NULL,
    "description" TEXT,
    "priority" INTEGER NOT NULL DEFAULT 0,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "users" JSONB,
    "devices" JSONB,
    "onDisable" "OnDisable" NOT NULL DEFAULT 'KEEP',
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedBy" TEXT NOT NULL,

    CONSTRAINT "policies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "changes" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "connectionId" UUID,
    "resourceType" TEXT NOT NULL,
    "resourceId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "operation" "ChangeOperation" NOT NULL,
    "attributes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "members" JSONB,

    CONSTRAINT "changes_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "credentials_hash_key" ON "credentials"("hash");

-- CreateIndex
CREATE INDEX "credentials_connection_idx" ON "credentials"("connectionId");

-- CreateIndex
CREATE INDEX "users_external_id_idx" ON "users"("externalId", "connectionId");

-- CreateIndex
CREATE INDEX "users_page_idx" ON "users"("connectionId", "id");

-- CreateIndex
CREATE INDEX "users_manager_reference_idx" ON "users"("connectionId", "managerReference");

-- CreateIndex
CREATE INDEX "groups_external_id_idx" ON "groups"("externalId", "connectionId");

-- CreateIndex
CREATE INDEX "groups_page_idx" ON "groups"("connectionId", "id");

-- CreateIndex
CREATE INDEX "memberships_user_idx" ON "memberships"("userId");

-- CreateIndex
CREATE INDEX "memberships_member_group_idx" ON "memberships"("memberGroupId");

-- CreateIndex
CREATE UNIQUE INDEX "memberships_user_key" ON "memberships"("groupId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "memberships_group_key" ON "memberships"("groupId", "memberGroupId");

-- CreateIndex
CREATE INDEX "devices_assigned_user_idx" ON "devices"("assignedUserId");

-- CreateIndex
CREATE INDEX "devices_page_idx" ON "devices"("connectionId", "id");

-- CreateIndex
CREATE INDEX "device_assignments_device_idx" ON "device_assignments"("deviceId", "assignedAt");

-- CreateIndex
CREATE INDEX "device_assignments_user_idx" ON "device_assignments"("userId");

-- CreateIndex
CREATE INDEX "changes_resource_idx" ON "changes"("resourceId", "id");

-- CreateIndex
CREATE INDEX "changes_connection_idx" ON "changes"("connectionId", "id");

-- AddForeignKey
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "connections"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "connections"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "groups" ADD CONSTRAINT "groups_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "connections"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_memberGroupId_fkey" FOREIGN KEY ("memberGroupId") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "devices" ADD CONSTRAINT "devices_connectionId_fkey" FOREIGN KEY ("connectionId") REFERENCES "connections"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "device_assignments" ADD CONSTRAINT "device_assignments_deviceId_fkey" FOREIGN KEY ("deviceId") REFERENCES "devices"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Names are unique in a connection without regard to case; a lookup writes the same expression.
-- The name comes first, so that a lookup across connections finds it too; the id comes last where many share a value, so that a page is read in order.
CREATE UNIQUE INDEX "users_user_name_key" ON "users" ((fold("userName") COLLATE "C"), "connectionId");
CREATE UNIQUE INDEX "groups_display_name_key" ON "groups" ((fold("displayName") COLLATE "C"), "connectionId");
CREATE INDEX "users_department_idx" ON "users" ((fold("department") COLLATE "C"), "connectionId", "id");
-- Without fastupdate no lookup pays for the writes before it.
CREATE INDEX "users_emails_idx" ON "users" USING gin (folded_values("emails")) WITH (fastupdate = off);

ALTER TABLE "connections"
  ADD CONSTRAINT "connections_name_check" CHECK ("name" <> ''),
  ADD CONSTRAINT "connections_observed_check" CHECK (jsonb_typeof("observed") = 'object');
ALTER TABLE "users"
  ADD CONSTRAINT "users_user_name_check" CHECK ("userName" <> ''),
  ADD CONSTRAINT "users_emails_check" CHECK (jsonb_typeof("emails") = 'array'),
  ADD CONSTRAINT "users_phone_numbers_check" CHECK (jsonb_typeof("phoneNumbers") = 'array'),
  ADD CONSTRAINT "users_ims_check" CHECK (jsonb_typeof("ims") = 'array'),
  ADD CONSTRAINT "users_photos_check" CHECK (jsonb_typeof("photos") = 'array'),
  ADD CONSTRAINT "users_addresses_check" CHECK (jsonb_typeof("addresses") = 'array'),
  ADD CONSTRAINT "users_entitlements_check" CHECK (jsonb_typeof("entitlements") = 'array'),
  ADD CONSTRAINT "users_roles_check" CHECK (jsonb_typeof("roles") = 'array'),
  ADD CONSTRAINT "users_x509_certificates_check" CHECK (jsonb_typeof("x509Certificates") = 'array'),
  ADD CONSTRAINT "users_extensions_check" CHECK (jsonb_typeof("extensions") = 'object');
ALTER TABLE "groups"
  ADD CONSTRAINT "groups_display_name_check" CHECK ("displayName" <> ''),
  ADD CONSTRAINT "groups_extensions_check" CHECK (jsonb_typeof("extensions") = 'object');
ALTER TABLE "memberships"
  ADD CONSTRAINT "memberships_member_check" CHECK (num_nonnulls("userId", "memberGroupId") = 1),
  ADD CONSTRAINT "memberships_self_check" CHECK ("memberGroupId" <> "groupId");
ALTER TABLE "devices" ADD CONSTRAINT "devices_facts_check" CHECK (jsonb_typeof("facts") = 'object');
ALTER TABLE "policies" ADD CONSTRAINT "policies_name_check" CHECK ("name" <> '');

-- The connection of people and groups that are made by hand; it is there before the log begins.
INSERT INTO "connections" ("id", "name", "provider", "updatedBy") VALUES ('00000000-0000-7000-8000-000000000000', 'Manual', 'MANUAL', 'system');

-- A write that changes nothing leaves version, updatedAt and updatedBy; any other makes the next version.
CREATE FUNCTION next_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  actor text := NEW."updatedBy";
BEGIN
  NEW."version" := OLD."version";
  NEW."updatedAt" := OLD."updatedAt";
  NEW."updatedBy" := OLD."updatedBy";
  IF NEW *= OLD THEN
    RETURN OLD;
  END IF;
  NEW."version" := OLD."version" + 1;
  NEW."updatedAt" := clock_timestamp();
  NEW."updatedBy" := actor;
  RETURN NEW;
END
$$;

CREATE TRIGGER "connections_version" BEFORE UPDATE OF "id", "name", "provider", "version", "createdAt", "updatedAt", "updatedBy" ON "connections"
  FOR EACH ROW EXECUTE FUNCTION next_version();
CREATE TRIGGER "users_version" BEFORE UPDATE ON "users" FOR EACH ROW EXECUTE FUNCTION next_version();
CREATE TRIGGER "groups_version" BEFORE UPDATE ON "groups" FOR EACH ROW EXECUTE FUNCTION next_version();
CREATE TRIGGER "devices_version" BEFORE UPDATE ON "devices" FOR EACH ROW EXECUTE FUNCTION next_version();
CREATE TRIGGER "policies_version" BEFORE UPDATE ON "policies" FOR EACH ROW EXECUTE FUNCTION next_version();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% of "%" may not change', TG_ARGV[0], TG_TABLE_NAME
    USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END
$$;

CREATE TRIGGER "connections_identity" BEFORE UPDATE OF "id" ON "connections"
  FOR EACH ROW WHEN (NEW."id" <> OLD."id") EXECUTE FUNCTION refuse_change('The id');
CREATE TRIGGER "users_identity" BEFORE UPDATE OF "id", "connectionId" ON "users"
  FOR EACH ROW WHEN (NEW."id" <> OLD."id" OR NEW."connectionId" <> OLD."connectionId") EXECUTE FUNCTION refuse_change('The id and connection');
CREATE TRIGGER "groups_identity" BEFORE UPDATE OF "id", "connectionId" ON "groups"
  FOR EACH ROW WHEN (NEW."id" <> OLD."id" OR NEW."connectionId" <> OLD."connectionId") EXECUTE FUNCTION refuse_change('The id and connection');
CREATE TRIGGER "devices_identity" BEFORE UPDATE OF "id", "connectionId" ON "devices"
  FOR EACH ROW WHEN (NEW."id" <> OLD."id" OR NEW."connectionId" <> OLD."connectionId") EXECUTE FUNCTION refuse_change('The id and connection');
CREATE TRIGGER "policies_identity" BEFORE UPDATE OF "id" ON "policies"
  FOR EACH ROW WHEN (NEW."id" <> OLD."id") EXECUTE FUNCTION refuse_change('The id');
-- A membership comes and goes; changed in place it would escape the log.
CREATE TRIGGER "memberships_identity" BEFORE UPDATE ON "memberships" FOR EACH ROW EXECUTE FUNCTION refuse_change('A row');

-- The change log of resources; the argument is the type of the resource.
CREATE FUNCTION log_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  housekeeping CONSTANT text[] := '{id,connectionId,version,membersVersion,createdAt,updatedAt,updatedBy}';
  empty CONSTANT jsonb[] := '{"null","[]","{}"}';
  resource jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
  actor text := resource ->> 'updatedBy';
  names text[] := '{}';
BEGIN
  IF TG_OP = 'DELETE' THEN
    actor := coalesce(nullif(current_setting('muster.actor', true), ''), actor);
  ELSIF TG_OP = 'INSERT' THEN
    SELECT coalesce(array_agg(key ORDER BY key COLLATE "C"), '{}') INTO names FROM jsonb_each(resource)
    WHERE value <> ALL (empty) AND key <> ALL (housekeeping);
  ELSE
    SELECT array_agg(key ORDER BY key COLLATE "C") INTO names
    FROM jsonb_each(resource) AS after JOIN jsonb_each(to_jsonb(OLD)) AS before USING (key)
    WHERE after.value <> before.value AND key <> ALL (housekeeping);
    IF names IS NULL THEN
      RETURN NULL;
    END IF;
  END IF;
  INSERT INTO "changes" ("actor", "connectionId", "resourceType", "resourceId", "version", "operation", "attributes")
  VALUES (
    actor,
    CASE TG_ARGV[0] WHEN 'Connection' THEN resource ->> 'id' ELSE resource ->> 'connectionId' END::uuid,
    TG_ARGV[0],
    (resource ->> 'id')::uuid,
    (resource ->> 'version')::integer,
    CASE TG_OP WHEN 'INSERT' THEN 'CREATED' WHEN 'UPDATE' THEN 'UPDATED' ELSE 'DELETED' END::"ChangeOperation",
    names
  );
  RETURN NULL;
END
$$;

CREATE TRIGGER "connections_log" AFTER INSERT OR DELETE ON "connections" FOR EACH ROW EXECUTE FUNCTION log_change('Connection');
CREATE TRIGGER "connections_log_update" AFTER UPDATE ON "connections"
  FOR EACH ROW WHEN (NEW."version" <> OLD."version") EXECUTE FUNCTION log_change('Connection');
CREATE TRIGGER "users_log" AFTER INSERT OR DELETE ON "users" FOR EACH ROW EXECUTE FUNCTION log_change('User');
CREATE TRIGGER "users_log_update" AFTER UPDATE ON "users"
  FOR EACH ROW WHEN (NEW."version" <> OLD."version") EXECUTE FUNCTION log_change('User');
CREATE TRIGGER "groups_log" AFTER INSERT OR DELETE ON "groups" FOR EACH ROW EXECUTE FUNCTION log_change('Group');
CREATE TRIGGER "groups_log_update" AFTER UPDATE ON "groups"
  FOR EACH ROW WHEN (NEW."version" <> OLD."version") EXECUTE FUNCTION log_change('Group');
CREATE TRIGGER "devices_log" AFTER INSERT OR DELETE ON "devices" FOR EACH ROW EXECUTE FUNCTION log_change('Device');
CREATE TRIGGER "devices_log_update" AFTER UPDATE ON "devices"
  FOR EACH ROW WHEN (NEW."version" <> OLD."version") EXECUTE FUNCTION log_change('Device');
CREATE TRIGGER "policies_log" AFTER INSERT OR DELETE ON "policies" FOR EACH ROW EXECUTE FUNCTION log_change('Policy');
CREATE TRIGGER "policies_log_update" AFTER UPDATE ON "policies"
  FOR EACH ROW WHEN (NEW."version" <> OLD."version") EXECUTE FUNCTION log_change('Policy');

-- The change log of members; the argument is what befell them: added or removed. A group that is being deleted needs no word about its members.
CREATE FUNCTION log_members() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  actor text := coalesce(nullif(current_setting('muster.actor', true), ''), 'unknown');
BEGIN
  -- Locked in one order, so that two statements about the same groups do not wait for each other.
  PERFORM FROM "groups" WHERE "id" IN (SELECT "groupId" FROM "touched") ORDER BY "id" FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN NULL;
  END IF;
  WITH "touched_groups" AS (
    SELECT "groupId", jsonb_agg(coalesce("userId", "memberGroupId")) AS "members" FROM "touched" GROUP BY "groupId"
  ), "next" AS (
    UPDATE "groups" SET "membersVersion" = "membersVersion" + 1, "updatedBy" = actor
    FROM "touched_groups" WHERE "groups"."id" = "touched_groups"."groupId"
    RETURNING "groups"."id", "groups"."connectionId", "groups"."version", "touched_groups"."members"
  )
  INSERT INTO "changes" ("actor", "connectionId", "resourceType", "resourceId", "version", "operation", "attributes", "members")
  SELECT actor, "connectionId", 'Group', "id", "version", 'UPDATED', '{members}', jsonb_build_object(TG_ARGV[0], "members") FROM "next";
  RETURN NULL;
END
$$;

CREATE TRIGGER "memberships_added" AFTER INSERT ON "memberships"
  REFERENCING NEW TABLE AS "touched" FOR EACH STATEMENT EXECUTE FUNCTION log_members('added');
CREATE TRIGGER "memberships_removed" AFTER DELETE ON "memberships"
  REFERENCING OLD TABLE AS "touched" FOR EACH STATEMENT EXECUTE FUNCTION log_members('removed');

-- A group that contains itself is refused whoever makes it so: two statements that nest groups in each other do not see each other's rows, so they take turns.
CREATE FUNCTION refuse_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM "touched" WHERE "memberGroupId" IS NOT NULL) THEN
    RETURN NULL;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('memberships_cycle'));
  IF EXISTS (
    WITH RECURSIVE "above"("id", "member") AS (
      SELECT "groupId", "memberGroupId" FROM "touched" WHERE "memberGroupId" IS NOT NULL
      UNION
      SELECT "holding"."groupId", "above"."member" FROM "above" JOIN "memberships" AS "holding" ON "holding"."memberGroupId" = "above"."id"
    )
    SELECT FROM "above" WHERE "id" = "member"
  ) THEN
    RAISE EXCEPTION 'a group would contain itself, which violates "memberships_cycle_check"'
      USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = 'memberships_cycle_check';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "memberships_cycle" AFTER INSERT ON "memberships"
  REFERENCING NEW TABLE AS "touched" FOR EACH STATEMENT EXECUTE FUNCTION refuse_cycle();

-- What is settled under a lock. A function sees what was committed before it is called, where a part of the statement sees only what was committed
-- before the statement: called for a row that is locked, it misses nothing that came while the lock was waited for.
CREATE FUNCTION leave_group("group" uuid, "members" uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "memberships" WHERE "groupId" = "group" AND ("userId" = ANY ("members") OR "memberGroupId" = ANY ("members"));
END
$$;

CREATE FUNCTION leave_group_except("group" uuid, "members" uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "memberships" WHERE "groupId" = "group" AND coalesce("userId", "memberGroupId") NOT IN (SELECT unnest("members"));
END
$$;

CREATE FUNCTION is_empty("connection" uuid) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  RETURN NOT EXISTS (SELECT FROM "users" WHERE "connectionId" = "connection")
    AND NOT EXISTS (SELECT FROM "groups" WHERE "connectionId" = "connection");
END
$$;

CREATE FUNCTION end_tokens("connection" uuid, "at" timestamptz) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "credentials" SET "expiresAt" = least("expiresAt", "at") WHERE "connectionId" = "connection" AND "revokedAt" IS NULL;
END
$$;
