"""What the yearly report says whatever the year was like. Written by hand; the figures' own sentences are in `findings`."""

from bot.report.figures import MOST_AREAS
from bot.report.suppression import LEAST

# Where a rule asks for a yearly report, and which.
DUTY = {
    "aalborg": (
        "Borgerrådgiveren afgiver hvert år en beretning til Aalborg Byråd. Den forelægges i 1. kvartal og offentliggøres "
        "(vedtægten § 6). Rapporten her er grundlaget for den del af beretningen, der handler om borgertriagen. "
        "Konstateringer, forslag og anbefalinger er borgerrådgiverens egne og står i beretningen."
    ),
}
NO_DUTY = (
    "Rapporten gør rede for borgertriagens virksomhed i året. Den indeholder tal og beskrivelser. "
    "Hvad tallene giver anledning til at mene, står her ikke."
)
WHAT_IT_IS = (
    "Borgertriagen er en robot, som borgere kan skrive med, når de er kørt fast med kommunen. Den lytter, spørger om det, "
    "der mangler, siger tilbage, hvad den har forstået, og viser vejen: til mægling, rådgivning, den rette klageinstans "
    "eller den afdeling, der har sagen. Er der en klagefrist, siger den sidste dag først.",
    "Reglerne er beslutningstabeller, som mennesker har skrevet, med den bestemmelse, hver række hviler på. Sprogmodellen "
    "læser kun, hvad borgeren skriver; den bestemmer ikke, hvor sagen hører hjemme.",
)
WHAT_IT_MAY_NOT = (
    "Den afgør ikke noget og dømmer ikke, hvem der har ret.",
    "Den sender ikke klager, og en besked til den stopper ingen frist. Det siger den selv.",
    "Den lover ikke, at en sag bliver taget op, og siger ikke, hvordan det vil gå.",
    "Den siger altid, at den er en robot, og der er altid en vej til et menneske.",
    "Tegn på fare bliver besvaret med det samme med de numre, man kan ringe til, før alt andet.",
)
HOW_QUALITY_IS_JUDGED = (
    "Mennesker læser et udvalg af samtalerne og bedømmer, om borgeren blev vist rigtigt vej. En del er trukket ved "
    "lodtrækning; resten er valgt, fordi noget så ud til at kunne være gået galt. Derfor bliver hver gruppe vægtet, så "
    "tallet gælder alle samtaler."
)
TOO_FEW_JUDGED = "Der er bedømt for få samtaler til at sige, hvor mange der blev vist rigtigt vej."
HOW_IT_LEARNS = (
    "Viser en samtale, at robotten har misforstået en borger, kan en bedømmer foreslå en rettelse. Den bliver masket igen, "
    "og en anden skal godkende den, før robotten lærer af den."
)
NO_CHANGES = "Ingen ændringer af oplysninger, regler eller tekster trådte i kraft gennem portalen."
MASKED = (
    "CPR-numre, telefonnumre, mailadresser, adresser og navne bliver fjernet fra borgerens beskeder, før de gemmes. Det "
    "sker med en maskine, som kan overse noget; derfor kan kun medarbejdere med adgang læse samtalerne, og det bliver "
    "skrevet op, hvem der har læst hvad. Oplysninger, som borgeren selv efterlader for at blive kontaktet, ligger krypteret "
    "og adskilt fra samtalen."
)
COUNTED = (
    "Tallene i rapporten bygger på én optælling af hver samtale uden ord, navne og nøgler. Optællingen bliver, når samtalen "
    "slettes efter opbevaringstiden. Sletter borgeren selv sin samtale, forsvinder også optællingen på nær måned, kommune "
    "og kanal."
)
EACH_ITS_OWN = "Hver kommune bestemmer selv, hvor længe samtaler gemmes."
METHOD = (
    "En samtale tælles, når den har været stille i en halv time, og tælles om, hvis der sker mere i den. Samtaler, hvor "
    "borgeren ikke skrev noget, tælles ikke.",
    "Afbrudt er en samtale uden udfald, hvor robottens spørgsmål blev det sidste ord.",
    "Givet videre er en samtale, hvor borgeren efterlod en besked til et menneske, eller hvor et menneske skrev.",
    "Et spørgsmål tæller, hver gang det bliver stillet. Bekræftelsen til sidst og opfordringen til at fortælle mere tæller ikke.",
    f"Områder med færre end {LEAST} samtaler, og områder ud over de {MOST_AREAS} største, er lagt sammen under Andre områder.",
    f"Et antal fra 1 til {LEAST - 1} vises som »under {LEAST}«. Kunne det regnes ud fra resten af tabellen, er flere tal "
    "skjult, de mindste først. 0 vises.",
    "Andelen, der blev vist rigtigt vej, er vægtet efter, hvorfor samtalerne blev læst. Usikkerheden er et 95 %-interval "
    "efter Wilson med et effektivt antal bedømmelser. Den vises i hele procent. I tvivl tæller ikke som rigtigt.",
)
