/*
 * The command as programs and people use it: arguments in; exit status, output and requests out.
 */
#include "terminal.h"

#include <stdio.h>
#include <string.h>

#define KEY TERMINAL_KEY

static void
an_order_is_placed_with_everything_filled_in(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer,
                 "{\"respcd\": \"0000\", \"syssn\": \"20200410000300020086358791\", \"pay_type\": "
                 "\"800201\", \"txamt\": \"1000\", \"txcurrcd\": \"HKD\", \"qrcode\": "
                 "\"weixin://wxpay/bizpayurl?pr=4PsXP5N\"}");
    type(terminal, "qfpay pay --txamt 1000");

    assert_int_equal(terminal->exit_status, 0);
    assert_shows(terminal, "not paid yet");
    assert_shows(terminal, "10.00 HKD");
    assert_shows(terminal, "weixin://wxpay/bizpayurl?pr=4PsXP5N");
    assert_shows(terminal, "\u2588\u2588 \u2584\u2584\u2584\u2584\u2584 ");
    assert_asks(terminal, 0, "txamt=1000&txcurrcd=HKD&pay_type=800201&out_trade_no=");
}

static void
a_refused_order_exits_with_4_and_names_the_code(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"1242\", \"resperr\": \"no\", \"respmsg\": \"\"}");
    type(terminal, "qfpay pay --txamt 1000");

    assert_int_equal(terminal->exit_status, 4);
    assert_shows(terminal, "Refused: 1242");
}

/* A refusal whose signature fits no key of ours. */
static const char signed_with_another_key[] =
    "HTTP/1.1 200 OK\r\nX-QF-SIGN: 00000000000000000000000000000000\r\n"
    "X-QFMock-Diagnosis: the key is another one\r\nContent-Length: 35\r\n\r\n"
    "{\"respcd\": \"1108\", \"resperr\": \"no\"}";

static void
a_wrong_client_key_is_a_refusal_that_names_the_key(void **state)
{
    struct terminal *terminal = *state;

    peer_sends(terminal->peer, signed_with_another_key, sizeof signed_with_another_key - 1, true);
    type(terminal, "qfpay pay --txamt 1000");

    assert_int_equal(terminal->exit_status, 4);
    assert_shows(terminal, "Refused: 1108");
    assert_shows(terminal, "the key is another one");
    assert_shows(terminal, "the client key is probably wrong: the answer's signature does not fit "
                           "it either; qfpay doctor checks");
}

static void
a_paid_order_ends_the_wait_with_0(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"0000\", \"data\": [{\"respcd\": \"0000\", "
                                 "\"out_trade_no\": \"A1\"}]}");
    type(terminal, "qfpay wait --out-trade-no A1");

    assert_int_equal(terminal->exit_status, 0);
    assert_shows(terminal, "Paid.");
}

static void
time_up_ends_the_wait_with_3(void **state)
{
    struct terminal *terminal = *state;

    for (int i = 0; i < 2; i++)
        peer_answers(terminal->peer, "{\"respcd\": \"0000\", \"data\": [{\"respcd\": \"1143\", "
                                     "\"out_trade_no\": \"A1\"}]}");
    type(terminal, "qfpay wait --out-trade-no A1 --timeout 1ms");

    assert_int_equal(terminal->exit_status, 3);
}

static void
a_failed_order_ends_the_query_with_4(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"0000\", \"data\": [{\"respcd\": \"1181\", "
                                 "\"out_trade_no\": \"A1\"}]}");
    type(terminal, "qfpay query --out-trade-no A1");

    assert_int_equal(terminal->exit_status, 4);
    assert_shows(terminal, "1181 Order expired");
}

static void
a_list_can_be_read_and_exits_with_0(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"0000\", \"data\": [{\"respcd\": \"1143\", "
                                 "\"out_trade_no\": \"A1\"}, {\"respcd\": \"1181\", "
                                 "\"out_trade_no\": \"A2\"}]}");
    type(terminal, "qfpay query --page-size 2");

    assert_int_equal(terminal->exit_status, 0);
    assert_shows(terminal, "2 records");
    assert_asks(terminal, 0, "page_size=2");
}

static void
programs_get_one_json_object(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"0000\", \"data\": [{\"respcd\": \"1143\", "
                                 "\"out_trade_no\": \"A1\"}]}");
    type(terminal, "qfpay query --out-trade-no A1 --json");

    assert_int_equal(terminal->exit_status, 3);
    assert_shows(terminal, "{\"outcome\": \"pending\", \"worked\": true, \"respcd\": \"1143\"");
}

static void
texts_from_outside_cannot_command_the_terminal(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"1205\", \"resperr\": \"\\u001b[2Jgone\\u009b\"}");
    type(terminal, "qfpay pay --txamt 1000");

    assert_shows(terminal, "\\x1b[2Jgone<U+009B>");
    assert_null(strchr(terminal->output, '\033'));
}

static void
no_server_exits_with_5_and_says_what_to_check(void **state)
{
    struct terminal *terminal = *state;

    type(terminal, "qfpay query --base-url http://127.0.0.1:1");

    assert_int_equal(terminal->exit_status, 5);
    assert_shows(terminal, "qfpay doctor");
}

static void
the_file_of_authorities_has_both_its_names(void **state)
{
    static const char *const lines[] = {
        "qfpay query --base-url http://127.0.0.1:1 --ca-file ca.pem",
        "qfpay query --base-url http://127.0.0.1:1 --cacert ca.pem",
    };
    struct terminal *terminal = *state;

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        type(terminal, lines[i]);
        assert_int_equal(terminal->exit_status, 5);
    }
}

static void
usage_mistakes_exit_with_2_and_one_line(void **state)
{
    static const char *const lines[] = {"qfpay pay --foo",
                                        "qfpay pay",
                                        "qfpay pay --txamt",
                                        "qfpay pay --txamt 10.50",
                                        "qfpay pay --txamt 10 extra",
                                        "qfpay pay --txamt 10 --expired-time 4",
                                        "qfpay pay --txamt 10 --sign-type SHA1",
                                        "qfpay wait",
                                        "qfpay wait --syssn 1 --timeout soon",
                                        "qfpay query --page-size 101",
                                        "qfpay sign",
                                        "qfpay sign novalue",
                                        "qfpay verify </dev/null",
                                        "qfpay codes 9999",
                                        "qfpay refund --txamt 1",
                                        "qfpay refund --syssn 1",
                                        "qfpay refund 1",
                                        "qfpay close --txamt 1",
                                        "qfpay reverse --syssn 1",
                                        "qfpay note --syssn 1",
                                        "qfpay note --syssn 1 --note a --mchid M",
                                        "qfpay capture --txamt 1",
                                        "qfpay release --syssn 1 --txamt 1",
                                        "qfpay listen --port 65536",
                                        "qfpay listen --txcurrcd HKD",
                                        "qfpay listen --txamt -1",
                                        "qfpay query --base-url example.com",
                                        "qfpay frobnicate"};
    struct terminal *terminal = *state;

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        type(terminal, lines[i]);
        if (terminal->exit_status != 2)
            fail_msg("%s exits with %d", lines[i], terminal->exit_status);
        if (strchr(terminal->output, '\n') != strrchr(terminal->output, '\n'))
            fail_msg("%s says more than a line: %s", lines[i], terminal->output);
    }
    assert_int_equal(peer_request_count(terminal->peer), 0);
}

/* Rows: a line, and what it is answered with. */
static const char *const mistyped[][2] = {
    {"qfpay paay", "qfpay: unknown command 'paay'; did you mean 'pay'?\n"},
    {"qfpay help quer", "qfpay: unknown command 'quer'; did you mean 'query'?\n"},
    {"qfpay pay --txamtt 10", "unknown option '--txamtt'; did you mean '--txamt'?\n"},
    {"qfpay pay --out_trad_no=1",
     "unknown option '--out-trad-no'; did you mean '--out-trade-no'?\n"},
    {"qfpay pay --txamt 10 --sign-type SHA-256",
     "unknown sign type 'SHA-256'; did you mean 'SHA256'?"},
    {"qfpay pay --txamt 10 --verify-responses srict", "; did you mean 'strict'?\n"},
    {"qfpay pay --txamt 10 --txcurrcd HDK", "; did you mean 'HKD'?"},
    {"qfpay pay --txamt 10 --pay-type '800 201'", "; did you mean '800201'?"},
    {"qfpay pay --txamt 10 --base-url localhost:8080", "; did you mean 'http://localhost:8080'?\n"},
    {"QFPAY_BASE_URL=http://127.0.0.1:1/trade/v1 qfpay query --syssn 1",
     "the base URL is 'http://127.0.0.1:1/trade/v1'; did you mean 'http://127.0.0.1:1'?\n"},
    {"qfpay codes --lang zh-hnt", "unknown --lang 'zh-hnt'; did you mean 'zh-hant'?\n"},
    {"qfpay codes 1143x", "unknown code '1143x'; did you mean '1143'?\n"},
};

static void
what_is_mistyped_is_answered_with_the_nearest(void **state)
{
    struct terminal *terminal = *state;

    for (size_t i = 0; i < sizeof mistyped / sizeof *mistyped; i++) {
        type(terminal, mistyped[i][0]);
        assert_int_equal(terminal->exit_status, 2);
        assert_shows(terminal, mistyped[i][1]);
    }
}

static void
what_is_like_nothing_is_answered_without_a_guess(void **state)
{
    static const char *const lines[] = {
        "qfpay frobnicate",
        "qfpay pay --frobnicate",
        "qfpay pay --txamt 10 --sign-type SHA1",
        "qfpay codes --lang fr",
        "qfpay codes 1199",
        "qfpay pay --txamt 10 --base-url ftp://example.com",
        "qfpay pay --txamt 10 --txcurrcd XYZ",
    };
    struct terminal *terminal = *state;

    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        type(terminal, lines[i]);
        assert_int_equal(terminal->exit_status, 2);
        assert_null(strstr(terminal->output, "did you mean"));
    }
}

static void
every_command_has_help(void **state)
{
    struct terminal *terminal = *state;

    type(terminal, "for c in pay wait query refund close reverse note capture release listen sign "
                   "verify codes doctor testee; do "
                   "qfpay help $c | grep -q \"^Usage: qfpay $c\" || exit 9; "
                   "qfpay $c --help | grep -q -- '--help' || exit 9; done; "
                   "qfpay --help | grep -q COMMAND && qfpay --version");

    assert_int_equal(terminal->exit_status, 0);
    assert_shows(terminal, "qfpay 0.");
}

/* Vector sign.derived.minimal; underscores and dashes are the same in options. */
static void
sign_prints_the_string_and_the_digest_but_never_the_key(void **state)
{
    struct terminal *terminal = *state;

    type(terminal, "qfpay sign --client_key " KEY " txamt=10 txcurrcd=HKD pay_type=800201 "
                   "out_trade_no=01234567890123 'txdtm=2020-04-10 11:45:44'");

    assert_int_equal(terminal->exit_status, 0);
    assert_shows(terminal, "out_trade_no=01234567890123&pay_type=800201&txamt=10&txcurrcd=HKD&"
                           "txdtm=2020-04-10 11:45:44[client key, 32 characters]");
    assert_shows(terminal, "5F09B02214757EF08A1EE83531D98C4D");
}

static void
sign_leaves_out_what_is_empty_and_says_so(void **state)
{
    struct terminal *terminal = *state;

    type(terminal, "qfpay sign --client_key " KEY " txamt=10 goods_name= txcurrcd=HKD");

    assert_shows(terminal, "txamt=10&txcurrcd=HKD[client key, 32 characters]");
    assert_shows(terminal, "left out   goods_name (an empty value is neither signed nor sent)");
}

static void
a_form_body_is_decoded_before_it_is_signed(void **state)
{
    struct terminal *terminal = *state;

    type(terminal, "echo 'txamt=10&txcurrcd=HKD&pay_type=800201&out_trade_no=01234567890123&"
                   "txdtm=2020-04-10+11%3A45%3A44' | qfpay sign --client-key " KEY
                   " --sign-type SHA256 --form -");

    assert_shows(terminal, "fefe894c62f86f09985e7c2044f8dd741e5f49cac795f766eae49734e201e802");
    assert_shows(terminal, "X-QF-SIGNTYPE: SHA256");
}

/* MD5 of "{}" and the key, computed with md5sum. */
static void
a_genuine_body_is_told_from_a_changed_one(void **state)
{
    struct terminal *terminal = *state;

    type(terminal,
         "printf '{}' | qfpay verify --client-key " KEY " --sign A3CF96C22DBF2D2310818623229C1264");
    assert_int_equal(terminal->exit_status, 0);

    type(terminal, "printf '{ }' | qfpay verify --client-key " KEY
                   " --sign A3CF96C22DBF2D2310818623229C1264");
    assert_int_equal(terminal->exit_status, 4);

    type(terminal,
         "echo '{}' | qfpay verify --client-key " KEY " --sign A3CF96C22DBF2D2310818623229C1264");
    assert_int_equal(terminal->exit_status, 4);
    assert_shows(terminal, "line break at its end");
}

/* MD5 of the body and a key, computed with md5sum. */
static void
a_notify_key_is_for_notifications_alone(void **state)
{
    struct terminal *terminal = *state;

    type(terminal, "printf '{\"notify_type\": \"refund\"}' | QFPAY_NOTIFY_KEY=NotifyKeyOfThisShop "
                   "qfpay verify --client-key " KEY " --sign B4C9FDE34A68A2DF4FCFFE6074B71306");
    assert_int_equal(terminal->exit_status, 0);

    type(terminal, "printf '{\"notify_type\": \"refund\"}' | QFPAY_NOTIFY_KEY=NotifyKeyOfThisShop "
                   "qfpay verify --client-key " KEY " --sign CE0595790AA974E0239810EF5FC1DA9F");
    assert_int_equal(terminal->exit_status, 4);
    assert_shows(terminal, "the client key made the signature of this notification");

    type(terminal,
         "printf '{}' | QFPAY_NOTIFY_KEY=NotifyKeyOfThisShop qfpay verify --client-key " KEY
         " --sign A3CF96C22DBF2D2310818623229C1264");
    assert_int_equal(terminal->exit_status, 0);
}

static void
what_is_not_genuine_names_the_key_that_it_was_checked_with(void **state)
{
    struct terminal *terminal = *state;
    const char *hint = "(if you were given a notify key, set QFPAY_NOTIFY_KEY)";

    type(terminal, "printf '{\"notify_type\": \"refund\"}' | qfpay verify --client-key " KEY
                   " --sign 00000000000000000000000000000000");
    assert_int_equal(terminal->exit_status, 4);
    assert_shows(terminal, "these bytes and the client key");
    assert_shows(terminal, hint);

    type(terminal, "printf '{\"notify_type\": \"refund\"}' | QFPAY_NOTIFY_KEY=NotifyKeyOfThisShop "
                   "qfpay verify --client-key " KEY " --sign 00000000000000000000000000000000");
    assert_shows(terminal, "these bytes and the notify key;");

    type(terminal,
         "printf '{}' | qfpay verify --client-key " KEY " --sign 00000000000000000000000000000000");
    assert_shows(terminal, "these bytes and the client key;");
}

static void
a_code_comes_with_its_triggers(void **state)
{
    struct terminal *terminal = *state;

    type(terminal, "qfpay codes 1297");

    assert_int_equal(terminal->exit_status, 0);
    assert_shows(terminal, "--txamt 991297");
    assert_shows(terminal, "--txamt 981297");
    assert_shows(terminal, "--txamt 971297");
    assert_shows(terminal, "X-QFMock-Trigger: respcd=1297");
}

static void
both_meanings_of_1251_are_explained(void **state)
{
    struct terminal *terminal = *state;

    type(terminal, "qfpay codes 1251");

    assert_shows(terminal, "out_trade_no was used before");
    assert_shows(terminal, "store's configuration is at fault");
}

static void
a_code_that_may_have_moved_money_says_so(void **state)
{
    static const char *const doubtful[] = {"1101", "1161", "1252", "1254", "1295", "1296", "1298"};
    struct terminal *terminal = *state;
    char line[32];

    for (size_t i = 0; i < sizeof doubtful / sizeof *doubtful; i++) {
        (void)snprintf(line, sizeof line, "qfpay codes %s", doubtful[i]);
        type(terminal, line);
        assert_shows(terminal, "money may have moved: query before paying again");
    }
    type(terminal, "qfpay codes 1205");
    assert_null(strstr(terminal->output, "may have moved"));
}

static void
the_list_of_codes_ends_with_the_other_troubles(void **state)
{
    struct terminal *terminal = *state;

    type(terminal, "qfpay codes");

    assert_int_equal(terminal->exit_status, 0);
    assert_shows(terminal, "1297  failure  991297  981297  971297");
    assert_shows(terminal, "960001  lost-answer");
}

static void
doctor_is_content_with_a_sound_server(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"0000\", \"data\": []}");
    /* Its first connection only knocks; the second asks. */
    type(terminal, "qfpay doctor");

    assert_int_equal(terminal->exit_status, 0);
    assert_shows(terminal, "a signed query was accepted");
    assert_shows(terminal, "the response is not signed");
    assert_asks(terminal, 0, "POST /trade/v1/query");
}

#define SANDBOX_HEAD  "HTTP/1.1 200 OK\r\nX-QFMock-Version: 1\r\nContent-Type: application/json\r\n"
#define SANDBOX_QUERY SANDBOX_HEAD "Content-Length: 30\r\n\r\n{\"respcd\": \"0000\", \"data\": []}"

static void
doctor_compares_with_the_sandboxs_time_of_the_merchant(void **state)
{
    static const char query[] = SANDBOX_QUERY;
    static const char clock[] = SANDBOX_HEAD
        "Content-Length: 46\r\n\r\n{\"now\": \"2020-04-10 11:45:44\", \"frozen\": true}";
    struct terminal *terminal = *state;

    peer_sends(terminal->peer, query, sizeof query - 1, true);
    peer_sends(terminal->peer, clock, sizeof clock - 1, true);
    type(terminal, "qfpay doctor --app-code 'A B'");

    assert_int_equal(terminal->exit_status, 0);
    assert_shows(terminal, "the sandbox's clock of this merchant is frozen at 2020-04-10 11:45:44");
    assert_asks(terminal, 1, "GET /__sandbox/clock?app_code=A+B ");
}

static void
doctor_says_when_the_sandboxs_time_cannot_be_read(void **state)
{
    static const char query[] = SANDBOX_QUERY;
    static const char nonsense[] = SANDBOX_HEAD "Content-Length: 16\r\n\r\n{\"now\": \"later\"}";
    static const char refusal[] = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n";
    struct terminal *terminal = *state;

    peer_sends(terminal->peer, query, sizeof query - 1, true);
    peer_sends(terminal->peer, nonsense, sizeof nonsense - 1, true);
    peer_sends(terminal->peer, query, sizeof query - 1, true);
    peer_sends(terminal->peer, refusal, sizeof refusal - 1, true);
    type(terminal, "qfpay doctor; qfpay doctor");

    assert_int_equal(terminal->exit_status, 0);
    assert_shows(terminal,
                 "the sandbox's clock of this merchant cannot be read: no time in the answer");
    assert_shows(terminal, "the sandbox's clock of this merchant cannot be read: HTTP 401");
}

static void
doctor_says_that_a_query_does_not_show_a_disabled_mchid(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"0000\", \"data\": []}");
    type(terminal, "qfpay doctor --mchid M1");

    assert_int_equal(terminal->exit_status, 0);
    assert_shows(terminal, "only a payment shows whether M1 is enabled and configured");
}

static void
doctor_names_wrong_credentials(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "{\"respcd\": \"1108\", \"resperr\": \"Signature error(1108)\"}");
    type(terminal, "qfpay doctor");

    assert_int_equal(terminal->exit_status, 4);
    assert_shows(terminal, "App code, client key and mchid must belong together");
}

/* A diagnosis shows the whole string that was signed. */
static void
doctor_shows_a_long_diagnosis_to_its_end(void **state)
{
    struct terminal *terminal = *state;
    char answer[1200];
    int len = snprintf(answer, sizeof answer,
                       "HTTP/1.1 200 OK\r\nX-QFMock-Diagnosis: The signature matches %0800d the "
                       "end\r\nContent-Length: 18\r\n\r\n{\"respcd\": \"1108\"}",
                       0);

    peer_sends(terminal->peer, answer, (size_t)len, true);
    type(terminal, "qfpay doctor");

    assert_shows(terminal, "0 the end");
}

static void
doctor_tells_a_wrong_client_key_by_the_signature_of_the_refusal(void **state)
{
    struct terminal *terminal = *state;

    peer_sends(terminal->peer, signed_with_another_key, sizeof signed_with_another_key - 1, true);
    type(terminal, "qfpay doctor");

    assert_int_equal(terminal->exit_status, 4);
    assert_shows(terminal, "the response is not signed with this client key");
}

static void
doctor_knows_a_server_that_is_not_qfpay(void **state)
{
    struct terminal *terminal = *state;

    peer_answers(terminal->peer, "<html>hello</html>");
    type(terminal, "qfpay doctor");

    assert_int_equal(terminal->exit_status, 5);
    assert_shows(terminal, "This is not QFPay's API");
}

static void
testee_answers_every_line_and_goes_on(void **state)
{
    struct terminal *terminal = *state;

    type(terminal, "printf '%s\\n' 'nonsense' '{\"op\": \"fly\"}' "
                   "'{\"op\": \"encode\", \"params\": {\"goods_name\": \"a b&c\", \"udid\": \"\", "
                   "\"txamt\": 10}}' "
                   "'{\"op\": \"sign\"}' | qfpay testee");

    assert_int_equal(terminal->exit_status, 0);
    assert_string_equal(terminal->output, "{\"error\": \"the line is not JSON\"}\n"
                                          "{\"skipped\": true}\n"
                                          "{\"body\": \"goods_name=a+b%26c&txamt=10\"}\n"
                                          "{\"error\": \"params must be an object\"}\n");
}

static void
a_key_on_the_command_line_is_warned_of_and_one_in_a_file_is_not(void **state)
{
    struct terminal *terminal = *state;

    type(terminal, "qfpay sign --client-key " KEY " a=1");
    assert_shows(terminal,
                 "qfpay: warning: --client-key is read by whoever lists the processes of this "
                 "machine; better: --client-key-file FILE or QFPAY_CLIENT_KEY\n");
    assert_null(strstr(terminal->output, KEY));
    type(
        terminal,
        "f=$(mktemp); echo " KEY " >$f; qfpay sign a=1 >$f.1; qfpay sign --client-key-file $f a=1"
        " | cmp - $f.1 && QFPAY_CLIENT_KEY= QFPAY_CLIENT_KEY_FILE=$f qfpay sign a=1 | cmp - $f.1 &&"
        " echo as signed before; rm $f $f.1");
    assert_string_equal(terminal->output, "as signed before\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, sit_down, stand_up)
        TEST(an_order_is_placed_with_everything_filled_in),
        TEST(a_refused_order_exits_with_4_and_names_the_code),
        TEST(a_wrong_client_key_is_a_refusal_that_names_the_key),
        TEST(a_paid_order_ends_the_wait_with_0),
        TEST(time_up_ends_the_wait_with_3),
        TEST(a_failed_order_ends_the_query_with_4),
        TEST(a_list_can_be_read_and_exits_with_0),
        TEST(programs_get_one_json_object),
        TEST(texts_from_outside_cannot_command_the_terminal),
        TEST(no_server_exits_with_5_and_says_what_to_check),
        TEST(the_file_of_authorities_has_both_its_names),
        TEST(usage_mistakes_exit_with_2_and_one_line),
        TEST(what_is_mistyped_is_answered_with_the_nearest),
        TEST(what_is_like_nothing_is_answered_without_a_guess),
        TEST(every_command_has_help),
        TEST(sign_prints_the_string_and_the_digest_but_never_the_key),
        TEST(sign_leaves_out_what_is_empty_and_says_so),
        TEST(a_form_body_is_decoded_before_it_is_signed),
        TEST(a_genuine_body_is_told_from_a_changed_one),
        TEST(a_notify_key_is_for_notifications_alone),
        TEST(what_is_not_genuine_names_the_key_that_it_was_checked_with),
        TEST(a_code_comes_with_its_triggers),
        TEST(both_meanings_of_1251_are_explained),
        TEST(a_code_that_may_have_moved_money_says_so),
        TEST(the_list_of_codes_ends_with_the_other_troubles),
        TEST(doctor_is_content_with_a_sound_server),
        TEST(doctor_compares_with_the_sandboxs_time_of_the_merchant),
        TEST(doctor_says_when_the_sandboxs_time_cannot_be_read),
        TEST(doctor_says_that_a_query_does_not_show_a_disabled_mchid),
        TEST(doctor_names_wrong_credentials),
        TEST(doctor_shows_a_long_diagnosis_to_its_end),
        TEST(doctor_tells_a_wrong_client_key_by_the_signature_of_the_refusal),
        TEST(doctor_knows_a_server_that_is_not_qfpay),
        TEST(a_key_on_the_command_line_is_warned_of_and_one_in_a_file_is_not),
        TEST(testee_answers_every_line_and_goes_on),
    };

    terminal_clear_environment();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
