/* The behaviours that the table names, one file each. */
#ifndef BM_CANDIDATE_ENDPOINTS_H
#define BM_CANDIDATE_ENDPOINTS_H

#include "http_reply.h"

http_handler get_front, post_sign_in, post_sign_out, get_exam, get_confidentiality, post_confidentiality, get_instructions;
http_handler get_tutorial, post_tutorial, get_open, post_open, post_begin, get_item, post_item, get_vignette, post_vignette;
http_handler get_receipts, get_receipts_json, get_receipt_pub;
http_handler post_saves, get_saved, get_questions, get_review, get_hand_in, post_hand_in, get_clock, get_results, get_letter;
http_handler post_pulse, get_break, post_break, post_go_on;
http_handler get_accommodations, post_accommodations, post_withdraw, get_accommodation_letter;
http_handler get_appointments, get_appointments_ics, post_appointment, post_cancel_appointment;
http_batch_handler post_saves_batch, get_clock_batch, post_open_batch, post_begin_batch, post_pulse_batch, get_questions_batch;

#endif
