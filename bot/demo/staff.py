"""The invented staff: they judge, differ, settle, answer messages, and propose what the bot should learn.

Nobody can log in as them: their accounts have no password and are switched off.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import cycle, islice
from random import Random

from bot.demo.player import Played
from bot.demo.truth import Truth
from bot.knowledge import KnowledgeBase
from bot.knowledge.channels import Channels
from bot.store import Account, Accounts, Changes, Conversations, Corrections, Database, Handovers, Keys, Proposal
from bot.store.conversations import BOT, WAITING
from bot.store.handovers import FAILED
from bot.store.inbox import REPLIED, Inbox
from bot.store.queue import OPEN, Item, Queue, Wanted
from bot.store.reach import EVERYWHERE
from bot.store.remarks import Remarks
from bot.store.reviews import Judgement, Reviews

PEOPLE = (
    ("demo.bente", "Bente (opfundet)", "bedoemmer"),
    ("demo.carl", "Carl (opfundet)", "bedoemmer"),
    ("demo.ditte", "Ditte (opfundet)", "redaktoer"),
)
USERNAMES = tuple(username for username, _, _ in PEOPLE)
READ = 0.7  # of what waits
BOTH = 0.9  # of what two are to judge, once one has
SETTLED = 0.6  # of what they differ on
WRONG = 0.1  # of all judgements
OTHERWISE = 0.06  # of all judgements: it is called another kind of case
NOTES = (
    "Borgeren skrev det i første besked, men botten tog det for noget andet.",
    "Området er rigtigt, men det er en klage over forløbet, ikke over afgørelsen.",
    "Svær sag. Der er to spor i den, og botten tog kun det ene.",
    "Der burde være spurgt en gang mere, før der blev svaret.",
)
COMMENTS = (
    "Godt eksempel til næste møde.",
    "Er det ikke en sag, hvor vi plejer at henvise til afdelingen først?",
    "Borgeren er tydeligt presset. Fint, at botten ikke spørger om mere end nødvendigt.",
    "Jeg er i tvivl om stedet her. Skal vi tage den op med juristen?",
)
TAGS = ("godt eksempel", "svær sag", "til juristen")
REPLY = "Talt med borgeren. Aftalt at vende tilbage i næste uge."
CLOSINGS = (
    ("solved", "Borgeren har fået talt med afdelingen og er tilfreds med svaret."),
    ("referred", "Henvist til klageinstansen. Borgeren sender selv klagen."),
    ("unreached", "Ringet tre gange på forskellige tidspunkter uden svar."),
)
LESSONS = 16
TOO_SPECIAL = "Den er for særlig til at lære af."
LONG_AGO = timedelta(days=14)  # what is older has been dealt with
DAY = timedelta(days=1)


class Stopwatch:
    """A clock that shows what it is set to: what the staff do is dated after the conversation."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Staff:
    """The invented people, and the store's nouns as they use them."""

    bente: Account
    carl: Account
    ditte: Account
    watch: Stopwatch
    queue: Queue
    reviews: Reviews
    remarks: Remarks
    inbox: Inbox
    handovers: Handovers
    corrections: Corrections
    changes: Changes
    conversations: Conversations

    @classmethod
    def hired(cls, database: Database, keys: Keys, at: datetime) -> "Staff":
        """Raises TakenError where somebody has one of the names."""
        accounts, watch = Accounts(database, keys, lambda: at), Stopwatch(at)
        bente, carl, ditte = (_account(accounts, *who) for who in PEOPLE)
        return cls(
            bente=bente,
            carl=carl,
            ditte=ditte,
            watch=watch,
            queue=Queue(database, lambda: at),
            reviews=Reviews(database, watch),
            remarks=Remarks(database, watch),
            inbox=Inbox(database, watch),
            handovers=Handovers(database, keys),
            corrections=Corrections(database, watch),
            changes=Changes(database),
            conversations=Conversations(database, keys),
        )

    def work(self, played: Sequence[Played], base: KnowledgeBase, channels: Channels, *, now: datetime, chance: Random) -> None:
        """A year's work on what was played."""
        parts = {one.conversation: one for one in played}
        told = {key: self.conversations.messages(key) for key in parts}
        truths = {key: Truth.of(one, told[key], base, one.part.begins.date()) for key, one in parts.items()}
        self.queue.fill()
        for item in self._waiting(parts):
            self._judge(item, truths[item.conversation], now, chance)
        for place, one in enumerate(played):
            self._remark(one, place, now)
        self._answer_all([one.conversation for one in played], now, chance)
        self._teach([one for one in played if set(truths[one.conversation].misread) & {"emne", "omraade"}], now)
        self._propose(channels, now.date())

    # --- judging ---

    def _waiting(self, ours: Mapping[str, Played]) -> list[Item]:
        """Oldest first, and none that real citizens have written."""
        items, _ = self.queue.items(Wanted({EVERYWHERE}), me=self.bente.id, limit=10_000)
        return sorted(
            (item for item in items if item.conversation in ours), key=lambda item: (item.started_at, item.conversation)
        )

    def _judge(self, item: Item, truth: Truth, now: datetime, chance: Random) -> None:
        """By one, by both where two are to; and settled by the third where they differ."""
        if chance.random() > READ:
            return
        self._at(item.started_at + chance.randint(1, 6) * DAY, now)
        first, second = chance.sample([self.bente, self.carl], 2)
        state = self.reviews.save(item.conversation, first.id, judged(truth, chance))
        if state == OPEN and chance.random() < BOTH:
            self._at(self.watch.at + DAY, now)
            state = self.reviews.save(item.conversation, second.id, judged(truth, chance))
        if state == "disagreed" and chance.random() < SETTLED:
            self._at(self.watch.at + 2 * DAY, now)
            self.reviews.settle(item.conversation, self.ditte.id, replace(truth.judgement, note="Talt igennem på mødet."))

    def _remark(self, one: Played, place: int, now: datetime) -> None:
        self._at(one.part.begins + 3 * DAY, now)
        if place % 17 == 4:
            self.remarks.tag(one.conversation, TAGS[place // 17 % len(TAGS)])
        if place % 23 == 6:
            who = (self.bente, self.carl, self.ditte)[place // 23 % 3]
            self.remarks.say(one.conversation, who.id, COMMENTS[place // 23 % len(COMMENTS)])

    # --- messages to a person ---

    def _answer_all(self, conversations: Sequence[str], now: datetime, chance: Random) -> None:
        """What is old has been dealt with; of what is new there is some of each kind."""
        fates = cycle(("new", "taken", "failed", "replied", "reopened"))
        for conversation in conversations:
            for handover in self.handovers.of(conversation):
                who = chance.choice((self.bente, self.carl)).username
                self._at(handover.created_at + timedelta(hours=chance.randint(2, 30)), now)
                fate = next(fates) if handover.created_at > now - LONG_AGO else "closed"
                self._answer(handover.receipt, fate, who, now, chance)
                if fate == "closed":
                    self.conversations.become(conversation, BOT, only_from=(WAITING,))

    def _answer(self, receipt: str, fate: str, who: str, now: datetime, chance: Random) -> None:
        if fate == "failed":
            self.handovers.become(receipt, FAILED)
        if fate in ("new", "failed"):
            return
        self.inbox.take(receipt, by=who)
        if fate != "taken":
            self.inbox.note(receipt, REPLIED, by=who, text=REPLY)
        if fate in ("closed", "reopened"):
            kind, text = chance.choice(CLOSINGS)
            self._at(self.watch.at + DAY, now)
            self.inbox.close(receipt, by=who, kind=kind, text=text)
        if fate == "reopened":
            self.inbox.reopen(receipt, by=who)

    # --- what the bot should learn, and what should be changed ---

    def _teach(self, misread: Sequence[Played], now: datetime) -> None:
        """Openings that were taken for something else: some approved, one not, the rest waiting."""
        once = {one.part.citizen.key: one for one in misread}
        for place, one in enumerate(islice(once.values(), LESSONS)):
            self._at(one.part.begins + 4 * DAY, now)
            facts = {fact: answer for fact, answer in one.part.citizen.truth.known().items() if fact in ("emne", "omraade")}
            number = self.corrections.propose(
                self.conversations.messages(one.conversation)[0].text,
                facts,
                asked=None,
                conversation=one.conversation,
                municipality=one.part.municipality,
                username=self.bente.username,
                note="Blev taget for noget andet.",
            )
            if place % 4 in (0, 1):
                self._at(self.watch.at + 5 * DAY, now)
                note = TOO_SPECIAL if place % 4 else ""
                self.corrections.decide(number, approved=not place % 4, username=self.ditte.username, note=note)

    def _propose(self, channels: Channels, today: date) -> None:
        """One that is agreed on, and changes nothing while the chat is open; one that waits."""
        first, last = sorted(channels)[0], sorted(channels)[-1]
        closed = Proposal(
            file=f"channels/{last}.yml",
            place=("tavs_tekst",),
            before=channels[last].silent_text,
            after="Chatten er lukket i dag. Du kan ringe til kommunen i åbningstiden.",
            why="Eksempel i demoen: en venligere besked, når chatten er lukket.",
            effective=today,
            municipality=last,
        )
        kept = Proposal(
            file=f"channels/{first}.yml",
            place=("opbevaring", "web"),
            before=channels[first].retention.web,
            after="P21D",
            why="Eksempel i demoen: samtalerne bruges kun de første tre uger.",
            effective=today + 14 * DAY,
            municipality=first,
        )
        self.changes.approve(self.changes.propose(closed, by=self.carl.username).id, by=self.ditte.username, today=today)
        self.changes.propose(kept, by=self.bente.username)

    def _at(self, moment: datetime, now: datetime) -> None:
        self.watch.at = min(moment, now)


def judged(truth: Truth, chance: Random) -> Judgement:
    """As it is, for the most part: people err, and see tone and needless questions each in their own way."""
    found = truth.judgement
    if chance.random() < WRONG and found.route_right in ("ja", "nej"):
        found = replace(found, route_right="tvivl", route=None, body=None)
    if chance.random() < OTHERWISE:
        found = replace(found, case_type="sagsbehandling" if found.case_type != "sagsbehandling" else "udfoerelse")
    (tone,) = chance.choices(("god", "ok", "kold"), (40, 57, 3))
    needless = (chance.choice(truth.asked),) if truth.asked and chance.random() < 0.06 else ()
    note = chance.choice(NOTES) if found.route_right != "ja" and chance.random() < 0.5 else ""
    return replace(found, tone=tone, needless=needless, note=note)


def _account(accounts: Accounts, username: str, name: str, role: str) -> Account:
    account = accounts.create(username, name=name, role=role, municipalities=[EVERYWHERE])
    accounts.set_active(account.id, False)
    return account
